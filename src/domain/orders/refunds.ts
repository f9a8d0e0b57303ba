import type { OrderItem, OrderRefund, ShopOrder } from './shopOrder.ts';

/** Quantities by product. */
export type Pieces = ReadonlyMap<string, number>;

/** How many of each product; a product that is listed twice is counted together. */
export const piecesOf = (items: readonly Pick<OrderItem, 'productId' | 'quantity'>[]): Pieces => {
  const pieces = new Map<string, number>();
  for (const { productId, quantity } of items) pieces.set(productId, (pieces.get(productId) ?? 0) + quantity);
  return pieces;
};

/** Of one order: each is told again whenever another one comes, and they lie in one document. */
export const MAX_REFUNDS = 100;

/** What was given back of an order, in minor units. */
export const refundedMinorOf = ({ refunds }: Pick<ShopOrder, 'refunds'>): number =>
  refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** Whether all money of an order was given back that was ever paid for it. */
export const isMoneyBack = (order: Pick<ShopOrder, 'amountMinor' | 'refunds'>): boolean =>
  order.amountMinor > 0 && refundedMinorOf(order) >= order.amountMinor;

/** The pieces that the customer still has. */
export const keptPieces = ({ items, refunds }: Pick<ShopOrder, 'items' | 'refunds'>): Pieces => {
  const kept = new Map(piecesOf(items));
  for (const [productId, quantity] of piecesOf(refunds.flatMap((refund) => refund.items))) {
    kept.set(productId, (kept.get(productId) ?? 0) - quantity);
  }
  return kept;
};

/** What became of a refund: noted now, or before; or not, and why. */
export type RefundOutcome = 'added' | 'repeated' | 'refund_too_large' | 'refund_differs';

const isSame = (one: OrderRefund, other: OrderRefund): boolean => {
  const [pieces, others] = [piecesOf(one.items), piecesOf(other.items)];
  return (
    one.amountMinor === other.amountMinor &&
    pieces.size === others.size &&
    [...pieces].every(([productId, quantity]) => others.get(productId) === quantity)
  );
};

/**
 * What becomes of a refund: one that is noted already is not noted again; neither money nor pieces come back that are not
 * there any more, nor any after {@link MAX_REFUNDS}.
 */
export const refundOutcome = (order: ShopOrder, refund: OrderRefund): RefundOutcome => {
  const noted = order.refunds.find(({ refundId }) => refundId === refund.refundId);
  if (noted !== undefined) return isSame(noted, refund) ? 'repeated' : 'refund_differs';
  if (order.refunds.length >= MAX_REFUNDS) return 'refund_too_large';
  if (refund.amountMinor > order.amountMinor - refundedMinorOf(order)) return 'refund_too_large';
  const kept = keptPieces(order);
  const hasAll = [...piecesOf(refund.items)].every(
    ([productId, quantity]) => quantity <= (kept.get(productId) ?? 0),
  );
  return hasAll ? 'added' : 'refund_too_large';
};
