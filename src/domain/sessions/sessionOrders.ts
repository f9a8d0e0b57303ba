import type { StoredEvent } from '../events/event.ts';
import { amountProperty, textProperty } from '../events/properties.ts';
import type { SessionOrder } from './session.ts';

/** Refunds of one order by their own id: one told twice counts once. */
const refundsOf = (ordered: readonly StoredEvent[]): Map<string, Map<string, number>> => {
  const refunds = new Map<string, Map<string, number>>();
  for (const { type, properties } of ordered) {
    if (type !== 'order_refunded') continue;
    const orderId = textProperty(properties, 'orderId');
    const refundId = textProperty(properties, 'refundId');
    const amountMinor = amountProperty(properties, 'amountMinor');
    if (orderId === undefined || refundId === undefined || amountMinor === undefined) continue;
    const ofOrder = refunds.get(orderId) ?? new Map<string, number>();
    if (!ofOrder.has(refundId)) ofOrder.set(refundId, amountMinor);
    refunds.set(orderId, ofOrder);
  }
  return refunds;
};

/**
 * The orders placed in a session, in the order in which they were placed. An order told twice counts once, as it was
 * told for the earlier time; refunds never exceed their order.
 * @param ordered the session's believed events by event time
 */
export const sessionOrders = (ordered: readonly StoredEvent[]): SessionOrder[] => {
  const placed = new Map<string, Omit<SessionOrder, 'refundedMinor'>>();
  for (const { type, properties, occurredAt } of ordered) {
    if (type !== 'order_completed') continue;
    const orderId = textProperty(properties, 'orderId');
    const amountMinor = amountProperty(properties, 'amountMinor');
    const currency = textProperty(properties, 'currency');
    if (orderId === undefined || amountMinor === undefined || currency === undefined) continue;
    if (!placed.has(orderId)) placed.set(orderId, { orderId, amountMinor, currency, placedAt: occurredAt });
  }
  if (placed.size === 0) return [];

  const refunds = refundsOf(ordered);
  return [...placed.values()].map((order) => {
    const refunded = [...(refunds.get(order.orderId)?.values() ?? [])].reduce(
      (sum, amount) => sum + amount,
      0,
    );
    return { ...order, refundedMinor: Math.min(refunded, order.amountMinor) };
  });
};
