import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import type { Site } from '../../src/domain/site.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { eventOf, START, startOf } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';

/** Which session an event is of, and when in it. */
export interface EventPlace {
  readonly session: string;
  readonly visitor: string;
  readonly browser?: string;
  readonly site?: string;
  /** When the session began, milliseconds after the others. */
  readonly startedAfterMs?: number;
}

/** What an event of a session says about it, for the fixtures that make events. */
export const placed = (
  { session, visitor, browser = visitor, site = 'shop', startedAfterMs = 0 }: EventPlace,
  afterMs = 0,
) => ({
  site: site as SiteId,
  session: session as SessionId,
  visitor: visitor as VisitorId,
  browser: browser as BrowserId,
  sessionStartedAt: START + startedAfterMs,
  occurredAt: START + startedAfterMs + afterMs,
});

/** A session's start and its first page view. */
export const visit = (place: EventPlace, context: Parameters<typeof startOf>[0] = {}): StoredEvent[] => [
  startOf(context, placed(place)),
  eventOf('page_view', { ...placed(place, 1_000), path: '/', url: 'https://shop.example/', title: 'Shop' }),
];

/** Puts events into a record as the writer does. */
export const storeEvents = async (
  db: DriverDb,
  sites: readonly Site[],
  events: readonly StoredEvent[],
): Promise<void> => {
  const write = writeMessages({ record: mongoRecordStore({ db }), sites, log: keptLog() });
  const messages = events.map(
    ({ site, browser, visitor, session, sessionStartedAt, ...event }): QueueMessage => ({
      v: 1,
      session: { id: session, site, browser, visitor, startedAt: sessionStartedAt },
      events: [event],
    }),
  );
  await write(messages);
};
