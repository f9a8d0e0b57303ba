import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { EventProperties, StoredEvent } from '../../src/domain/events/event.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import type { Site } from '../../src/domain/site.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { eventOf, START, serverEventOf, startOf } from '../domain/sessions/foldFixtures.ts';
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

/** A login in a session. @param formerVisitor whose sessions count for the session's visitor from then on */
export const login = (place: EventPlace, customerId: string, formerVisitor?: string): StoredEvent =>
  serverEventOf('customer_login', {
    ...placed(place, 2_000),
    customerId,
    ...(formerVisitor === undefined ? {} : { formerVisitor: formerVisitor as VisitorId }),
  });

/** An order in a session, in euros unless told otherwise. */
export const order = (place: EventPlace, properties: EventProperties, afterMs = 3_000): StoredEvent =>
  serverEventOf('order_completed', {
    ...placed(place, afterMs),
    properties: { currency: 'EUR', ...properties },
  });

export const refund = (place: EventPlace, properties: EventProperties): StoredEvent =>
  serverEventOf('order_refunded', { ...placed(place, 4_000), properties });

/** Something is put into the cart. */
export const addToCart = (place: EventPlace, cartValueMinor: number): StoredEvent =>
  eventOf('add_to_cart', {
    ...placed(place, 1_500),
    properties: { productId: 'p1', quantity: 1, priceMinor: cartValueMinor, cartValueMinor },
  });

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
