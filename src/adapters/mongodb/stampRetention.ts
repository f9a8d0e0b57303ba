import { keptUntilMs } from '../../domain/sessions/keptUntil.ts';
import type { Site } from '../../domain/site.ts';
import { cursorBatches } from './cursorBatches.ts';
import type { Document, DriverDb, UpdateOneOperation } from './driverPart.ts';
import { EVENTS, ORDERS, QUALITY, SESSIONS, VISITORS } from './indexes.ts';
import { type Told, tellersOf } from './orderDocument.ts';
import { recordAnswers } from './recordAnswers.ts';

/** What ends at a time of its own, and by which of its fields. */
const ENDING = [
  { collection: EVENTS, since: 'sessionStartedAt' },
  { collection: SESSIONS, since: 'startedAt' },
  { collection: QUALITY, since: 'at' },
] as const;

const BATCH = 1_000;

/** How many documents were noted, by collection; those that had nothing to note are left out. */
export type Stamped = { readonly [collection: string]: number };

/**
 * Notes on orders whose they are, and on documents until when their site keeps them: on those that were written before anybody did, or on all, since a site may have
 * changed how long that is. What is over by then is gone a minute later. Safe to repeat, and to run beside a writer.
 * @param again on those too that have a note
 * @throws RecordUnavailable, or what the store refuses
 */
export const stampRetention = async ({
  db,
  sites,
  again = false,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly sites: readonly Site[];
  readonly again?: boolean;
  readonly timeoutMs?: number;
}): Promise<Stamped> => {
  const { answer } = recordAnswers(timeoutMs);
  const siteById = new Map<unknown, Site>(sites.map((site) => [site.id, site]));

  const stampEach = async (
    collection: string,
    filter: Document,
    projection: { readonly [field: string]: 1 },
    noteOf: (document: Document) => UpdateOneOperation['updateOne']['update'] | undefined,
  ): Promise<number> => {
    const documents = db.collection(collection);
    const cursor = documents.find(filter, { projection: { _id: 1, b: 1, ...projection }, batchSize: BATCH });
    let count = 0;
    for await (const batch of cursorBatches(answer, 'give documents', cursor)) {
      const updates = batch.flatMap((document): UpdateOneOperation[] => {
        const { _id, b } = document;
        const update = noteOf(document);
        // By `b` too, by which some are sharded.
        return update === undefined
          ? []
          : [{ updateOne: { filter: { _id, ...(b !== undefined && { b }) }, update } }];
      });
      if (updates.length === 0) continue;
      await answer('note until when they are kept', () => documents.bulkWrite(updates, { ordered: false }));
      count += updates.length;
    }
    return count;
  };

  const stamped: { [collection: string]: number } = {};
  // Where no site is given, nobody says how long any of them is kept.
  for (const { collection, since } of sites.length === 0 ? [] : ENDING) {
    const filter = again ? {} : { expiresAt: { $exists: false } };
    const count = await stampEach(collection, filter, { siteId: 1, [since]: 1 }, (document) => {
      const site = siteById.get(document.siteId);
      const at = document[since];
      return site && at instanceof Date
        ? { $set: { expiresAt: new Date(keptUntilMs(site, at.getTime())) } }
        : undefined;
    });
    if (count > 0) stamped[collection] = count;
  }
  const visitors = await stampEach(
    VISITORS,
    { days: { $exists: true }, lastDay: { $exists: false } },
    { days: 1 },
    ({ days }) => {
      const lastDay = (days as readonly string[]).toSorted().at(-1);
      return lastDay === undefined ? undefined : { $set: { lastDay } };
    },
  );
  if (visitors > 0) stamped[VISITORS] = visitors;
  const orders = await stampEach(ORDERS, {}, { told: 1, tellers: 1 }, ({ told, tellers }) => {
    const noted = new Set(tellers as readonly string[] | undefined);
    const missing = Object.values(told as { readonly [field: string]: Told })
      .flatMap(tellersOf)
      .filter((teller) => !noted.has(teller));
    return missing.length === 0 ? undefined : { $addToSet: { tellers: { $each: missing } } };
  });
  if (orders > 0) stamped[ORDERS] = orders;
  return stamped;
};
