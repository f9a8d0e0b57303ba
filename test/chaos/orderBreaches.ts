import { isDeepStrictEqual } from 'node:util';
import type { Breach } from './Breach.ts';
import type { Oracle } from './oracle.ts';
import { STOCK } from './shop.ts';
import { leftOf, type StoredOrder, sumOf } from './storedOrders.ts';

/** Each order once, as its client was told; nothing of it left undone; stock and totals what the orders make them. */
export const orderBreaches = (
  oracle: Oracle,
  orders: readonly StoredOrder[],
  documents: {
    readonly products: readonly { readonly [field: string]: unknown }[];
    readonly customers: readonly { readonly [field: string]: unknown }[];
  },
): Breach[] => {
  const breaches: Breach[] = [];
  const placed = orders.filter(({ state }) => state === 'placed');
  for (const { orderId } of placed) {
    if (!oracle.orders.has(orderId)) breaches.push(`orders: ${orderId} was placed and nobody wished for it`);
  }
  for (const [orderId, { answer }] of oracle.orders) {
    const found = placed.filter((order) => order.orderId === orderId);
    if (answer === 'placed' && found.length !== 1)
      breaches.push(`orders: ${orderId} was confirmed and is there ${found.length} times`);
    if (answer === 'sold_out' && found.length > 0)
      breaches.push(`orders: ${orderId} was refused and is there`);
  }
  for (const [refundId, { answer, orderId }] of oracle.refunds) {
    const noted = placed.flatMap(({ refunds }) => refunds).filter((refund) => refund.refundId === refundId);
    if (noted.length > 1 || (answer === 'refunded' && noted.length !== 1))
      breaches.push(`orders: the refund ${refundId} of ${orderId} is noted ${noted.length} times`);
  }
  for (const { orderId, state, effects, pendingSince } of orders) {
    if (state === 'reserving' || effects !== 'done' || pendingSince !== undefined)
      breaches.push(`orders: ${orderId} is unfinished`);
  }
  for (const { productId, stock, held } of documents.products) {
    const pieces = sumOf(
      placed.flatMap(({ items, refunds }) =>
        items
          .filter((item) => item.productId === productId)
          .map(({ quantity }) => quantity - refunds.filter(({ items: back }) => back.length > 0).length),
      ),
    );
    if (stock !== STOCK - pieces)
      breaches.push(`orders: there are ${stock} ${productId} and should be ${STOCK - pieces}`);
    if (Object.keys(held ?? {}).length > 0) breaches.push(`orders: ${productId} still notes reservations`);
  }
  const customers = new Map(documents.customers.map((one) => [one.customerId, one]));
  for (const customerId of new Set([...customers.keys(), ...placed.map((order) => order.customerId)])) {
    if (customerId === undefined) continue;
    const { totalOrders, totalSpent } = customers.get(customerId) ?? {};
    const left = placed
      .filter((order) => order.customerId === customerId)
      .map(leftOf)
      .filter((amount) => amount > 0);
    const reckoned = [left.length, sumOf(left)];
    if (!isDeepStrictEqual([totalOrders ?? 0, totalSpent ?? 0], reckoned))
      breaches.push(`orders: ${customerId} has ${totalOrders} of ${totalSpent} and should have ${reckoned}`);
  }
  return breaches;
};
