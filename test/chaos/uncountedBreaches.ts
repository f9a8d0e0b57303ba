import { eventOfDocument } from '../../src/adapters/mongodb/eventDocument.ts';
import { EVENTS, KEPT_MESSAGES } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { Breach } from './Breach.ts';
import { SITE } from './shop.ts';
import type { World } from './world.ts';

/** A breach for each session that has not counted all its events, and for each message that is kept and never written. */
export const uncountedBreaches = async ({ db }: World): Promise<Breach[]> => {
  const record = mongoRecordStore({ db });
  const events = (await db.collection(EVENTS).find({}).toArray()).map(eventOfDocument);
  const breaches: Breach[] = [];
  for (const ofSession of Map.groupBy(events, ({ browser, session }) => `${browser} ${session}`).values()) {
    const fold = foldSession({ events: ofSession, site: SITE });
    if (fold === undefined) continue;
    const uncounted = fold.eventsSeen - ((await record.findSession(fold))?.eventsSeen ?? 0);
    if (uncounted !== 0) breaches.push(`uncounted: ${uncounted} events of session ${fold.id}`);
  }
  const kept = await db.collection(KEPT_MESSAGES).countDocuments({});
  return kept === 0 ? breaches : [...breaches, `uncounted: ${kept} messages are kept and not written`];
};
