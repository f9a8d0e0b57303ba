import { hash } from 'node:crypto';
import type { EventProperties, StoredEvent } from '../../domain/events/event.ts';
import { amountProperty, textProperty } from '../../domain/events/properties.ts';
import type { BrowserId, EventId, SessionId, SiteId, VisitorId } from '../../domain/ids.ts';
import type { FoldedOrder, OrderFact } from '../../domain/metrics/orderFact.ts';
import { byOccurrence } from '../../domain/sessions/eventOrder.ts';
import { sessionOrders } from '../../domain/sessions/sessionOrders.ts';
import type { Document } from './driverPart.ts';

/** What one event told of an order: all of it that decides what the order is. */
interface Told {
  readonly id: EventId;
  readonly type: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly amountMinor?: number;
  readonly currency?: string;
  readonly refundId?: string;
  readonly sessionId: SessionId;
  readonly b: BrowserId;
  readonly visitorId: VisitorId;
  readonly sessionStartedAt: Date;
}

interface StoredOrder {
  readonly siteId: SiteId;
  readonly orderId: string;
  readonly told: { readonly [event: string]: Told };
  readonly folded?: FoldedOrder;
}

/** An order's `_id`; a site's id holds no colon. */
export const orderKey = (site: SiteId, orderId: string): string => `${site}:${orderId}`;

/** An event's id as a field's name: it may hold dots and be long. */
const HASH_LENGTH = 22;
const fieldOf = ({ id }: StoredEvent): string =>
  `told.${hash('sha256', id, 'base64url').slice(0, HASH_LENGTH)}`;

const toldBy = (event: StoredEvent): Told => {
  const amountMinor = amountProperty(event.properties, 'amountMinor');
  const currency = textProperty(event.properties, 'currency');
  const refundId = textProperty(event.properties, 'refundId');
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
  };
};

const eventOf = ({ siteId, orderId }: StoredOrder, told: Told): StoredEvent => {
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
    browser: told.b,
    visitor: told.visitorId,
    session: told.sessionId,
    sessionStartedAt: told.sessionStartedAt.getTime(),
  };
};

/**
 * What events tell of orders, as an upsert an order. Each event has a place of its own in the document and is written as it is:
 * so the document is the same in whatever order, and however often, they come.
 * @param events of servers, of the types that tell of orders; one that names no order is left out
 */
export const orderUpserts = (events: readonly StoredEvent[]) => {
  const orders = new Map<string, { siteId: SiteId; orderId: string; events: StoredEvent[] }>();
  for (const event of events) {
    const orderId = textProperty(event.properties, 'orderId');
    if (orderId === undefined) continue;
    const key = orderKey(event.site, orderId);
    const order = orders.get(key) ?? { siteId: event.site, orderId, events: [] };
    order.events.push(event);
    orders.set(key, order);
  }
  return [...orders].map(([_id, { siteId, orderId, events: telling }]) => {
    const placedAt = sessionOrders(telling.toSorted(byOccurrence))[0]?.placedAt;
    return {
      filter: { _id },
      update: {
        $setOnInsert: { siteId, orderId },
        $set: Object.fromEntries(telling.map((event) => [fieldOf(event), toldBy(event)])),
        ...(placedAt === undefined ? {} : { $min: { placedAt: new Date(placedAt) } }),
        $currentDate: { updatedAt: true },
      },
    };
  });
};

/**
 * The order that {@link orderUpserts} noted, by the rule that sessions have: as it was told for the earliest time, refunds
 * once each.
 * @returns `undefined` where only refunds are known of it so far
 */
export const orderOfDocument = (document: Document): OrderFact | undefined => {
  const stored = document as unknown as StoredOrder;
  const events = Object.values(stored.told)
    .map((told) => eventOf(stored, told))
    .sort(byOccurrence);
  const [order] = sessionOrders(events);
  const placed = events.find((event) => sessionOrders([event]).length > 0);
  if (order === undefined || placed === undefined) return undefined;
  return {
    ...order,
    session: {
      id: placed.session,
      browser: placed.browser,
      visitor: placed.visitor,
      startedAt: placed.sessionStartedAt,
    },
    ...(stored.folded === undefined ? {} : { folded: stored.folded }),
  };
};
