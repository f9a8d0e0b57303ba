import type { CustomerId, SiteId } from '../domain/ids.ts';
import type { CustomerTotals, FoldedOrder, SalesDay } from '../domain/orders/orderTotals.ts';
import type { RefundOutcome } from '../domain/orders/refunds.ts';
import type { OrderRefund, ShopOrder } from '../domain/orders/shopOrder.ts';

export type { CustomerTotals } from '../domain/orders/orderTotals.ts';

/** The shop's orders. Every method throws `RecordUnavailable`, with its cause, where the store does not answer. */
export interface OrderBook {
  /**
   * Stores an order that is not there yet, or anew where it was refused and keeps nothing any more.
   * @param idempotencyKey by which its customer finds it again, besides others that it was sent with
   * @returns what is stored: the order, or the one that had its id before, which is left as it is
   */
  open(
    order: ShopOrder,
    idempotencyKey?: string,
  ): Promise<{ readonly order: ShopOrder; readonly opened: boolean }>;
  find(site: SiteId, orderId: string): Promise<ShopOrder | undefined>;
  /** The customer's order that was sent with this key; not one that was refused. */
  findByKey(site: SiteId, customer: CustomerId, idempotencyKey: string): Promise<ShopOrder | undefined>;
  /** The customer's orders that were placed, the newest first. */
  ofCustomer(site: SiteId, customer: CustomerId, limit: number): Promise<ShopOrder[]>;
  /** What folds need of the customer's orders that were placed on this day. */
  ofCustomerOn(site: SiteId, customer: CustomerId, day: SalesDay): Promise<FoldedOrder[]>;
  /** What folds need of the orders that were placed on this day and hold this product. */
  ofProductOn(site: SiteId, productId: string, day: SalesDay): Promise<FoldedOrder[]>;
  /** From `reserving` to another state; nothing where this try of it is decided already. @returns what is stored then */
  decide(order: ShopOrder, state: 'placed' | 'refused'): Promise<ShopOrder>;
  /**
   * Notes a refund, once by its id, where it and those before are not more than the order.
   * @returns what is stored then, and what became of the refund; `undefined` of an order that was never placed
   */
  refund(
    site: SiteId,
    orderId: string,
    refund: OrderRefund,
  ): Promise<{ readonly order: ShopOrder; readonly outcome: RefundOutcome } | undefined>;
  /**
   * Marks the effects done, where the order is still the one that was read: a refund meanwhile keeps them pending. It is among
   * the {@link OrderBook.pending} until it is settled.
   * @returns whether this call did
   */
  finish(order: ShopOrder): Promise<boolean>;
  /** Nothing is left to do of an order that is done, where it is still the one that was read. */
  settled(order: ShopOrder): Promise<void>;
  /** An order that is pending is so since then: others come first. Nothing where it is not the one that was read any more. */
  postpone(order: ShopOrder, sinceMs: number): Promise<void>;
  /** Orders that are not settled since before that instant, or which were never decided; the oldest first. */
  pending(site: SiteId, beforeMs: number, limit: number): Promise<ShopOrder[]>;
  /** Saves the fold of a customer's day, only where it saw more than the stored one. */
  saveCustomerDay(site: SiteId, day: SalesDay, totals: CustomerTotals): Promise<void>;
  /** The folds of all days of a customer. */
  customerDays(site: SiteId, customer: CustomerId): Promise<CustomerTotals[]>;
  /** Saves folds, each only where it saw more than the stored one. */
  saveCustomerTotals(site: SiteId, totals: readonly CustomerTotals[]): Promise<void>;
}
