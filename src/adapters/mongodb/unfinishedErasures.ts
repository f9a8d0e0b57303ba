import type { SiteId, VisitorId } from '../../domain/ids.ts';
import type { DriverDb, Filter } from './driverPart.ts';
import { ERASURES, VISITORS } from './indexes.ts';
import type { RecordAnswers } from './recordAnswers.ts';
import type { Tombstones } from './tombstones.ts';
import { visitorKey } from './visitorDocument.ts';

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

/**
 * Of these visitors those that were erased of late: noted again by somebody who had read them before, they are taken away. Not those
 * that an unfinished erasure lists: it takes them away itself.
 */
export const dropErasedVisitors = async (
  {
    db,
    tombstones,
    answers,
  }: { readonly db: DriverDb; readonly tombstones: Tombstones; readonly answers: RecordAnswers },
  site: SiteId,
  visitors: readonly VisitorId[],
): Promise<void> => {
  const erased = await tombstones.among(
    site,
    visitors.map((id) => ({ kind: 'visitor' as const, id })),
  );
  if (erased.length === 0) return;
  const ids = erased.map(({ id }) => id);
  const left = await leftToErasures({ db, answers }, site, ids);
  const gone = ids.filter((id) => !left.has(id)).map((id) => visitorKey(site, id));
  await answers.answer('drop what is erased', () =>
    db.collection(VISITORS).deleteMany({ _id: { $in: gone } }),
  );
};
