import type { Db } from 'mongodb';
import { eventDocument } from '../../src/adapters/mongodb/eventDocument.ts';
import { EVENTS, SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import { storedEvents } from '../../src/writer/storedEvents.ts';

/** Each event by itself, as Umami does: an awaited insert of the event, and an awaited update of its session's counters. */
export const writeEach = async (db: Db, messages: readonly QueueMessage[]): Promise<void> => {
  const events = db.collection<{ _id: string }>(EVENTS);
  const sessions = db.collection<{ _id: string }>(SESSIONS);
  for (const event of messages.flatMap(storedEvents)) {
    await events.insertOne(eventDocument(event) as { _id: string });
    await sessions.updateOne(
      { _id: event.session },
      {
        $inc: { events: 1, pageViews: event.type === 'page_view' ? 1 : 0 },
        $max: { lastSeenAt: new Date(event.occurredAt) },
        $setOnInsert: {
          b: event.browser,
          siteId: event.site,
          visitorId: event.visitor,
          startedAt: new Date(event.sessionStartedAt),
        },
      },
      { upsert: true },
    );
  }
};
