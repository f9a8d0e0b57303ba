import type { EventProperties, StoredEvent } from '../../domain/events/event.ts';
import { amountProperty, textProperty } from '../../domain/events/properties.ts';
import type { BrowserId, EventId, SessionId, SiteId, VisitorId } from '../../domain/ids.ts';
import type { FoldedOrder, OrderFact } from '../../domain/metrics/orderFact.ts';
import type { JoinedBy, UnjoinedReason, UnjoinedTold } from '../../domain/orders/shopOrder.ts';
import { byOccurrence } from '../../domain/sessions/eventOrder.ts';
import { sessionOrders } from '../../domain/sessions/sessionOrders.ts';
import type { Document } from './driverPart.ts';
import { hashedField } from './hashedField.ts';

/** The session of an event, as it tells of an order. */
interface ToldSession {
  readonly sessionId: SessionId;
  readonly b: BrowserId;
  readonly visitorId: VisitorId;
  readonly sessionStartedAt: Date;
  readonly joinedBy?: JoinedBy;
}

/** What one event told of an order: all of it that decides what the order is. */
export type Told = {
  readonly id: EventId;
  readonly type: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly amountMinor?: number;
  readonly currency?: string;
  readonly refundId?: string;
} & (ToldSession | { readonly unjoined: UnjoinedReason });

interface StoredOrder {
  readonly siteId: SiteId;
  readonly orderId: string;
  readonly told: { readonly [event: string]: Told };
  readonly folded?: FoldedOrder;
}

/** An order's `_id`; a site's id holds no colon. */
export const orderKey = (site: SiteId, orderId: string): string => `${site}:${orderId}`;

/** What an event's properties may say of how order and session were joined. */
const JOINED_BY: ReadonlySet<string> = new Set<JoinedBy>(['request', 'cookie', 'customer']);
const isJoinedBy = (by: string | undefined): by is JoinedBy => by !== undefined && JOINED_BY.has(by);

const toldBy = (event: StoredEvent): Told => {
  const amountMinor = amountProperty(event.properties, 'amountMinor');
  const currency = textProperty(event.properties, 'currency');
  const refundId = textProperty(event.properties, 'refundId');
  const joinedBy = textProperty(event.properties, 'joinedBy');
  return {
    id: event.id,
    type: event.type,
    occurredAt: new Date(event.occurredAt),
    receivedAt: new Date(event.receivedAt),
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(currency === undefined ? {} : { currency }),
    ...(refundId === undefined ? {} : { refundId }),
    sessionId: event.session,
    b: event.browser,
    visitorId: event.visitor,
    sessionStartedAt: new Date(event.sessionStartedAt),
    ...(isJoinedBy(joinedBy) ? { joinedBy } : {}),
  };
};

/** Session ids of what has none: nothing reads them. */
const NO_SESSION = { session: '', browser: '', visitor: '', sessionStartedAt: 0 } as unknown as Pick<
  StoredEvent,
  'session' | 'browser' | 'visitor' | 'sessionStartedAt'
>;

const eventOf = ({ siteId, orderId }: Pick<StoredOrder, 'siteId' | 'orderId'>, told: Told): StoredEvent => {
  const { amountMinor, currency, refundId } = told;
  const properties: EventProperties = {
    orderId,
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(currency === undefined ? {} : { currency }),
    ...(refundId === undefined ? {} : { refundId }),
  };
  return {
    id: told.id,
    type: told.type,
    source: 'server',
    occurredAt: told.occurredAt.getTime(),
    receivedAt: told.receivedAt.getTime(),
    properties,
    site: siteId,
    ...('unjoined' in told
      ? NO_SESSION
      : {
          browser: told.b,
          visitor: told.visitorId,
          session: told.sessionId,
          sessionStartedAt: told.sessionStartedAt.getTime(),
        }),
  };
};

/**
 * Whose a word on an order is: they are noted beside the words, each once, so that a person's orders are found when the sessions that
 * told of them are gone.
 */
export const tellersOf = (told: Told): string[] => ('unjoined' in told ? [] : [told.visitorId, told.b]);

/** What is told of one order. */
interface Telling {
  readonly siteId: SiteId;
  readonly orderId: string;
  readonly told: Told[];
}

const tellingUpsert = ([_id, { siteId, orderId, told }]: readonly [string, Telling]) => {
  const events = told.map((one) => eventOf({ siteId, orderId }, one)).sort(byOccurrence);
  const placedAt = sessionOrders(events)[0]?.placedAt;
  const tellers = [...new Set(told.flatMap(tellersOf))];
  return {
    filter: { _id },
    update: {
      $setOnInsert: { siteId, orderId },
      $set: Object.fromEntries(told.map((one) => [`told.${hashedField(one.id)}`, one])),
      ...(tellers.length === 0 ? {} : { $addToSet: { tellers: { $each: tellers } } }),
      ...(placedAt === undefined ? {} : { $min: { placedAt: new Date(placedAt) } }),
      $currentDate: { updatedAt: true },
    },
  };
};

/**
 * Each word has a place of its own in its order's document and is written as it is: so the document is the same in whatever
 * order, and however often, they come.
 */
const tellingUpserts = (
  words: readonly { readonly siteId: SiteId; readonly orderId: string; readonly told: Told }[],
) => {
  const orders = new Map<string, Telling>();
  for (const { siteId, orderId, told } of words) {
    const key = orderKey(siteId, orderId);
    const order = orders.get(key) ?? { siteId, orderId, told: [] };
    order.told.push(told);
    orders.set(key, order);
  }
  return [...orders].map(tellingUpsert);
};

/**
 * What events tell of orders, as an upsert an order.
 * @param events of servers, of the types that tell of orders; one that names no order is left out
 */
export const orderUpserts = (events: readonly StoredEvent[]) =>
  tellingUpserts(
    events.flatMap((event) => {
      const orderId = textProperty(event.properties, 'orderId');
      return orderId === undefined ? [] : [{ siteId: event.site, orderId, told: toldBy(event) }];
    }),
  );

/** Such an id is no event's: theirs name a browser behind the site. */
const unjoinedId = ({ site, orderId, kind, refundId }: UnjoinedTold): EventId =>
  `${site}::${kind}:${orderId}:${refundId ?? ''}` as EventId;

/** What is told of an order that no session is known of. */
export const toldUnjoined = (word: UnjoinedTold): Told => ({
  id: unjoinedId(word),
  type: word.kind,
  occurredAt: new Date(word.occurredAt),
  receivedAt: new Date(word.receivedAt),
  amountMinor: word.amountMinor,
  ...(word.currency === undefined ? {} : { currency: word.currency }),
  ...(word.refundId === undefined ? {} : { refundId: word.refundId }),
  unjoined: word.reason,
});

/** What is told of orders that no session is known of, as an upsert an order. */
export const unjoinedUpserts = (words: readonly UnjoinedTold[]) =>
  tellingUpserts(
    words.map((word) => ({ siteId: word.site, orderId: word.orderId, told: toldUnjoined(word) })),
  );

const joinOf = (told: Told): Pick<OrderFact, 'session' | 'joinedBy' | 'unjoined'> =>
  'unjoined' in told
    ? { unjoined: told.unjoined }
    : {
        session: {
          id: told.sessionId,
          browser: told.b,
          visitor: told.visitorId,
          startedAt: told.sessionStartedAt.getTime(),
        },
        ...(told.joinedBy === undefined ? {} : { joinedBy: told.joinedBy }),
      };

/**
 * The order that {@link orderUpserts} and {@link unjoinedUpserts} noted, by the rule that sessions have: as it was told for the
 * earliest time, refunds once each. It is joined where any of those who told of it had a session.
 * @returns `undefined` where only refunds are known of it so far
 */
export const orderOfDocument = (document: Document): OrderFact | undefined => {
  const stored = document as unknown as StoredOrder;
  const words = Object.values(stored.told)
    .map((told) => ({ told, event: eventOf(stored, told) }))
    .sort((a, b) => byOccurrence(a.event, b.event));
  const [order] = sessionOrders(words.map(({ event }) => event));
  const placed = words.filter(({ event }) => sessionOrders([event]).length > 0).map(({ told }) => told);
  const placing = placed.find((told) => !('unjoined' in told)) ?? placed[0];
  if (order === undefined || placing === undefined) return undefined;
  return {
    ...order,
    ...joinOf(placing),
    ...(stored.folded === undefined ? {} : { folded: stored.folded }),
  };
};
