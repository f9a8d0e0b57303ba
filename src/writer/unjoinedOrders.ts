import type { StoredEvent } from '../domain/events/event.ts';
import { amountProperty, textProperty } from '../domain/events/properties.ts';
import type { SiteId } from '../domain/ids.ts';
import type { UnjoinedReason, UnjoinedTold } from '../domain/orders/shopOrder.ts';
import { keepsNoCookies, type Site } from '../domain/site.ts';
import { orderEvents } from './tellingEvents.ts';

const toldBy = (
  { site, type, properties, occurredAt, receivedAt }: StoredEvent,
  reason: UnjoinedReason,
): UnjoinedTold | undefined => {
  const orderId = textProperty(properties, 'orderId');
  const amountMinor = amountProperty(properties, 'amountMinor');
  const common = { site, occurredAt, receivedAt, reason };
  if (orderId === undefined || amountMinor === undefined) return undefined;
  if (type === 'order_completed') {
    const currency = textProperty(properties, 'currency');
    return currency === undefined
      ? undefined
      : { ...common, orderId, kind: 'order_completed', amountMinor, currency };
  }
  const refundId = textProperty(properties, 'refundId');
  return refundId === undefined
    ? undefined
    : { ...common, orderId, kind: 'order_refunded', amountMinor, refundId };
};

/** The orders that servers' events tell of, as those of no session, for this reason. */
export const unjoinedOrders = (events: readonly StoredEvent[], reason: UnjoinedReason): UnjoinedTold[] =>
  orderEvents(events).flatMap((event) => toldBy(event, reason) ?? []);

/**
 * Parts a site's orders from its sessions where it keeps no cookies: an order names a customer, and a session that had one would be
 * a person's. Such an event is kept as the order that it tells of, and in no session.
 */
export const partOrders = (
  told: readonly StoredEvent[],
  siteById: ReadonlyMap<SiteId, Site>,
): { readonly events: readonly StoredEvent[]; readonly orders: readonly UnjoinedTold[] } => {
  const ofNobody = orderEvents(told).filter(({ site: id }) => {
    const site = siteById.get(id);
    return site !== undefined && keepsNoCookies(site);
  });
  if (ofNobody.length === 0) return { events: told, orders: [] };
  const parted = new Set(ofNobody);
  return {
    events: told.filter((event) => !parted.has(event)),
    orders: unjoinedOrders(ofNobody, 'cookieless'),
  };
};
