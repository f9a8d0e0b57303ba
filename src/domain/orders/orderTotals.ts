import type { CustomerId } from '../ids.ts';
import { isMoneyBack, keptPieces, refundedMinorOf } from './refunds.ts';
import type { ShopOrder } from './shopOrder.ts';

/** What a customer bought: a fold over orders, never incremented (design, section 4). */
export interface CustomerTotals {
  readonly customer: CustomerId;
  /** Without those of which all was given back. */
  readonly totalOrders: number;
  /** Net of refunds, in minor units. */
  readonly totalSpentMinor: number;
  /** Epoch milliseconds; absent where all was given back. */
  readonly lastOrderAt?: number;
  /** Orders and refunds that the fold saw: of two folds the one that saw more counts. */
  readonly seen: number;
}

/** What was sold of a product: a fold over orders, never incremented. */
export interface ProductTotals {
  readonly productId: string;
  /** Pieces sold, less those returned. */
  readonly totalSales: number;
  /** Of these pieces, as they were priced; money that was given back for no piece is no product's. */
  readonly totalRevenueMinor: number;
  /** As in {@link CustomerTotals}. */
  readonly seen: number;
}

/** What the folds need of an order. */
export type FoldedOrder = Pick<ShopOrder, 'placedAt' | 'amountMinor' | 'items' | 'refunds'>;

const seenIn = (orders: readonly FoldedOrder[]): number =>
  orders.reduce((sum, { refunds }) => sum + 1 + refunds.length, 0);

/** Whether an order counts no more: its money is back or, where it cost none, its pieces are. */
const isGivenBack = (order: FoldedOrder): boolean =>
  order.amountMinor > 0
    ? isMoneyBack(order)
    : order.refunds.length > 0 && [...keptPieces(order).values()].every((quantity) => quantity === 0);

/** @param orders all that the customer placed on a day, or ever */
export const customerTotals = (customer: CustomerId, orders: readonly FoldedOrder[]): CustomerTotals => {
  const kept = orders.filter((order) => !isGivenBack(order));
  return {
    customer,
    totalOrders: kept.length,
    totalSpentMinor: kept.reduce((sum, order) => sum + order.amountMinor - refundedMinorOf(order), 0),
    ...(kept.length === 0
      ? {}
      : { lastOrderAt: kept.reduce((last, { placedAt }) => Math.max(last, placedAt), 0) }),
    seen: seenIn(orders),
  };
};

/**
 * What an order sold of a product: where a product is listed at several prices, the dearest pieces come back first. Where all
 * money is back, so is whatever cost some; a gift is kept until it comes back as a piece.
 */
const soldBy = (
  order: FoldedOrder,
  productId: string,
): { readonly pieces: number; readonly revenue: number } => {
  const isPaid = !isMoneyBack(order);
  let left = keptPieces(order).get(productId) ?? 0;
  let pieces = 0;
  let revenue = 0;
  const listed = order.items.filter((item) => item.productId === productId);
  for (const { quantity, priceMinor } of listed.toSorted((a, b) => a.priceMinor - b.priceMinor)) {
    const kept = Math.min(left, quantity);
    left -= kept;
    if (priceMinor > 0 && !isPaid) continue;
    pieces += kept;
    revenue += kept * priceMinor;
  }
  return { pieces, revenue };
};

const DAY_MS = 24 * 60 * 60_000;

/** A day by UTC, from its first millisecond to before that of the next. */
export interface SalesDay {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The day that an order is folded with. A product may be in a million orders, and a back end may report all its guests as one
 * customer: so only the orders of a day are read again, and the days are added up.
 */
export const salesDayOf = ({ placedAt }: Pick<ShopOrder, 'placedAt'>): SalesDay => {
  const fromMs = Math.floor(placedAt / DAY_MS) * DAY_MS;
  return { fromMs, toMs: fromMs + DAY_MS };
};

/** What was sold of a product on all its days. */
export const addedTotals = (productId: string, days: readonly ProductTotals[]): ProductTotals => ({
  productId,
  totalSales: days.reduce((sum, { totalSales }) => sum + totalSales, 0),
  totalRevenueMinor: days.reduce((sum, { totalRevenueMinor }) => sum + totalRevenueMinor, 0),
  seen: days.reduce((sum, { seen }) => sum + seen, 0),
});

/** What a customer bought on all days. */
export const addedCustomerTotals = (
  customer: CustomerId,
  days: readonly CustomerTotals[],
): CustomerTotals => {
  const lastOrders = days.flatMap(({ lastOrderAt }) => lastOrderAt ?? []);
  return {
    customer,
    totalOrders: days.reduce((sum, { totalOrders }) => sum + totalOrders, 0),
    totalSpentMinor: days.reduce((sum, { totalSpentMinor }) => sum + totalSpentMinor, 0),
    ...(lastOrders.length === 0 ? {} : { lastOrderAt: Math.max(...lastOrders) }),
    seen: days.reduce((sum, { seen }) => sum + seen, 0),
  };
};

/** @param orders all that were placed on a day, or ever, and hold the product */
export const productTotals = (productId: string, orders: readonly FoldedOrder[]): ProductTotals => {
  const sold = orders.map((order) => soldBy(order, productId));
  return {
    productId,
    totalSales: sold.reduce((sum, { pieces }) => sum + pieces, 0),
    totalRevenueMinor: sold.reduce((sum, { revenue }) => sum + revenue, 0),
    seen: seenIn(orders),
  };
};
