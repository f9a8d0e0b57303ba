import { eventOfDocument } from '../../src/adapters/mongodb/eventDocument.ts';
import { EVENTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { Breach } from './Breach.ts';
import { SITE } from './shop.ts';
import type { World } from './world.ts';

/**
 * Folds the sessions that have events which nobody has counted. Where the queue refuses, and the process dies while it writes
 * through to the record instead, a request that nobody answered may have left its events: they count from the session's next event on, or
 * when they are told again. Here is that next event.
 * @returns a breach for each session that has more uncounted events than that explains
 */
export const countHalves = async ({ db, halfWritten }: World): Promise<Breach[]> => {
  const record = mongoRecordStore({ db });
  const events = (await db.collection(EVENTS).find({}).toArray()).map(eventOfDocument);
  const breaches: Breach[] = [];
  for (const ofSession of Map.groupBy(events, ({ browser, session }) => `${browser} ${session}`).values()) {
    const fold = foldSession({ events: ofSession, site: SITE });
    if (fold === undefined) continue;
    const seen = (await record.findSession(fold))?.eventsSeen ?? 0;
    const uncounted = fold.eventsSeen - seen;
    if (uncounted === 0) continue;
    const halves = ofSession.filter(({ id }) => halfWritten.has(id)).length;
    if (uncounted > halves) breaches.push(`uncounted: ${uncounted} events of session ${fold.id}`);
    await record.saveSessions([fold]);
  }
  return breaches;
};
