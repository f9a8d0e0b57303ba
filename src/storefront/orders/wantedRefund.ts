import { keptPieces, type Pieces, piecesOf, refundedMinorOf } from '../../domain/orders/refunds.ts';
import type { OrderRefund, ShopOrder } from '../../domain/orders/shopOrder.ts';

/** What a customer asks to have back; nothing named means all that is left. */
export interface RefundWish {
  readonly items?: OrderRefund['items'] | undefined;
  readonly amountMinor?: number | undefined;
}

/** A refund as it is booked. `too_large` where the order has less left than is asked for, or nothing at all. */
export type WantedRefund =
  | { readonly ok: true; readonly amountMinor: number; readonly items: OrderRefund['items'] }
  | { readonly ok: false; readonly reason: 'too_large' };

const TOO_LARGE: WantedRefund = { ok: false, reason: 'too_large' };

/** Those of which there are any, each product once. */
const listed = (pieces: Pieces): OrderRefund['items'] =>
  [...pieces].flatMap(([productId, quantity]) => (quantity > 0 ? [{ productId, quantity }] : []));

/**
 * What a wish comes to for an order, in pieces and money.
 * @param refundId of the refund that is asked for; where it is booked already, it takes nothing from what is left
 */
export const wantedRefund = (order: ShopOrder, refundId: string, wish: RefundWish): WantedRefund => {
  const others = order.refunds.filter((refund) => refund.refundId !== refundId);
  const left = keptPieces({ items: order.items, refunds: others });
  const leftMinor = order.amountMinor - refundedMinorOf({ refunds: others });
  if (wish.amountMinor !== undefined) {
    return wish.amountMinor > leftMinor ? TOO_LARGE : { ok: true, amountMinor: wish.amountMinor, items: [] };
  }
  if (wish.items === undefined) {
    const items = listed(left);
    return leftMinor === 0 && items.length === 0 ? TOO_LARGE : { ok: true, amountMinor: leftMinor, items };
  }
  const items = listed(piecesOf(wish.items));
  if (items.some(({ productId, quantity }) => quantity > (left.get(productId) ?? 0))) return TOO_LARGE;
  const prices = new Map(order.items.map(({ productId, priceMinor }) => [productId, priceMinor]));
  const amountMinor = items.reduce(
    (sum, { productId, quantity }) => sum + (prices.get(productId) ?? 0) * quantity,
    0,
  );
  return amountMinor > leftMinor ? TOO_LARGE : { ok: true, amountMinor, items };
};
