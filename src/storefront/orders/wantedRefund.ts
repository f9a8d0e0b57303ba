import type { ShopOrder } from '../../domain/orders/shopOrder.ts';
import { refundedMinorOf } from './orderView.ts';

interface Pieces {
  readonly productId: string;
  readonly quantity: number;
}

/** What a customer asks to have back; nothing named means all that is left. */
export interface RefundWish {
  readonly items?: readonly Pieces[] | undefined;
  readonly amountMinor?: number | undefined;
}

/** A refund as it is booked. `too_large` where the order has less left than is asked for, or nothing at all. */
export type WantedRefund =
  | { readonly ok: true; readonly amountMinor: number; readonly items: readonly Pieces[] }
  | { readonly ok: false; readonly reason: 'too_large' };

const TOO_LARGE: WantedRefund = { ok: false, reason: 'too_large' };

/** Pieces by product, each product once. */
const added = (pieces: readonly Pieces[]): ReadonlyMap<string, number> => {
  const byProduct = new Map<string, number>();
  for (const { productId, quantity } of pieces) {
    byProduct.set(productId, (byProduct.get(productId) ?? 0) + quantity);
  }
  return byProduct;
};

const piecesOf = (byProduct: ReadonlyMap<string, number>): readonly Pieces[] =>
  [...byProduct].flatMap(([productId, quantity]) => (quantity > 0 ? [{ productId, quantity }] : []));

/**
 * What a wish comes to for an order, in pieces and money.
 * @param refundId of the refund that is asked for; where it is booked already, it takes nothing from what is left
 */
export const wantedRefund = (order: ShopOrder, refundId: string, wish: RefundWish): WantedRefund => {
  const others = order.refunds.filter((refund) => refund.refundId !== refundId);
  const returned = added(others.flatMap(({ items }) => items));
  const left = new Map(
    [...added(order.items)].map(([productId, quantity]) => [
      productId,
      quantity - (returned.get(productId) ?? 0),
    ]),
  );
  const leftMinor = order.amountMinor - refundedMinorOf({ refunds: others });
  if (wish.amountMinor !== undefined) {
    return wish.amountMinor > leftMinor ? TOO_LARGE : { ok: true, amountMinor: wish.amountMinor, items: [] };
  }
  if (wish.items === undefined) {
    const items = piecesOf(left);
    return leftMinor === 0 && items.length === 0 ? TOO_LARGE : { ok: true, amountMinor: leftMinor, items };
  }
  const items = piecesOf(added(wish.items));
  if (items.some(({ productId, quantity }) => quantity > (left.get(productId) ?? 0))) return TOO_LARGE;
  const prices = new Map(order.items.map(({ productId, priceMinor }) => [productId, priceMinor]));
  const amountMinor = items.reduce(
    (sum, { productId, quantity }) => sum + (prices.get(productId) ?? 0) * quantity,
    0,
  );
  return amountMinor > leftMinor ? TOO_LARGE : { ok: true, amountMinor, items };
};
