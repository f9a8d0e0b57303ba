import type { SiteId } from '../../domain/ids.ts';
import type { DriverDb, Filter } from './driverPart.ts';
import { ERASURES } from './indexes.ts';
import type { RecordAnswers } from './recordAnswers.ts';

/** Finds notes of erasures that were begun and not finished, by the ids that they erase. */
export const unfinishedFilter = (site: SiteId, ids: readonly string[]): Filter => ({
  siteId: site,
  ids: { $in: [...ids] },
});

/**
 * The ids that an erasure under way has still to take away itself, some of these ids among them. Whoever wrote of one again leaves it: it may
 * not be counted yet in what remains. Once the erasure takes the last of it away (`sweeping`), it leaves nothing to it any more.
 */
export const leftToErasures = async (
  { db, answers }: { readonly db: DriverDb; readonly answers: Pick<RecordAnswers, 'findAll'> },
  site: SiteId,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  const under = await answers.findAll(
    'tell what is being erased',
    db.collection(ERASURES),
    { ...unfinishedFilter(site, ids), sweeping: false },
    { projection: { ids: 1 } },
  );
  return new Set(under.flatMap((note) => note.ids as string[]));
};
