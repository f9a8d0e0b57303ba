import type { CustomerId } from '../ids.ts';
import { keptPieces, refundedMinorOf } from './refunds.ts';
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

const seenIn = (orders: readonly ShopOrder[]): number =>
  orders.reduce((sum, { refunds }) => sum + 1 + refunds.length, 0);

/** Whether nothing is left of an order. */
const isGivenBack = (order: ShopOrder): boolean =>
  order.refunds.length > 0 && refundedMinorOf(order) >= order.amountMinor;

/** @param orders all that the customer ever placed */
export const customerTotals = (customer: CustomerId, orders: readonly ShopOrder[]): CustomerTotals => {
  const kept = orders.filter((order) => !isGivenBack(order));
  return {
    customer,
    totalOrders: kept.length,
    totalSpentMinor: kept.reduce((sum, order) => sum + order.amountMinor - refundedMinorOf(order), 0),
    ...(kept.length === 0 ? {} : { lastOrderAt: Math.max(...kept.map(({ placedAt }) => placedAt)) }),
    seen: seenIn(orders),
  };
};

/** What an order sold of a product: where a product is listed at several prices, the dearest pieces come back first. */
const soldBy = (
  order: ShopOrder,
  productId: string,
): { readonly pieces: number; readonly revenue: number } => {
  if (isGivenBack(order)) return { pieces: 0, revenue: 0 };
  const pieces = keptPieces(order).get(productId) ?? 0;
  let left = pieces;
  let revenue = 0;
  const listed = order.items.filter((item) => item.productId === productId);
  for (const { quantity, priceMinor } of listed.toSorted((a, b) => a.priceMinor - b.priceMinor)) {
    const kept = Math.min(left, quantity);
    revenue += kept * priceMinor;
    left -= kept;
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
 * The day that an order's sales are folded with. A product may be in a million orders: so only those of a day are read again, and
 * the days are added up.
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

/** @param orders all that were placed on a day, or ever, and hold the product */
export const productTotals = (productId: string, orders: readonly ShopOrder[]): ProductTotals => {
  const sold = orders.map((order) => soldBy(order, productId));
  return {
    productId,
    totalSales: sold.reduce((sum, { pieces }) => sum + pieces, 0),
    totalRevenueMinor: sold.reduce((sum, { revenue }) => sum + revenue, 0),
    seen: seenIn(orders),
  };
};
