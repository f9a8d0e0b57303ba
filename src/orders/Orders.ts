import type { CustomerId } from '../domain/ids.ts';
import type { OrderItem, OrderJoin, OrderSession, ShopOrder } from '../domain/orders/shopOrder.ts';
import type { Site } from '../domain/site.ts';

/** An order of our own storefront. */
export interface OrderToPlace {
  readonly site: Site;
  readonly orderId: string;
  readonly customer: CustomerId;
  /** Names the customer's wish: sent again, it is the same order. */
  readonly idempotencyKey: string;
  /** At least one, each of a whole number of pieces. */
  readonly items: readonly OrderItem[];
  /** Absent where the request had none. */
  readonly session: OrderSession | undefined;
}

export type Placed =
  /** `repeated`: it was there before. */
  | { readonly ok: true; readonly order: ShopOrder; readonly repeated: boolean }
  /** `available`: how many there are, at the time of the answer. */
  | {
      readonly ok: false;
      readonly reason: 'sold_out';
      readonly productId: string;
      readonly available: number;
    };

export interface RefundToMake {
  readonly site: Site;
  readonly orderId: string;
  /** Sent again, it is the same refund. */
  readonly refundId: string;
  readonly amountMinor: number;
  /** Pieces that come back into the stock. */
  readonly items: readonly { readonly productId: string; readonly quantity: number }[];
}

export type Refunded =
  | { readonly ok: true; readonly order: ShopOrder; readonly repeated: boolean }
  /** `refund_differs`: its id is another refund's of this order. */
  | { readonly ok: false; readonly reason: 'unknown_order' | 'refund_too_large' | 'refund_differs' };

/** An order of a shop's own back end. */
export interface OrderToReport {
  readonly site: Site;
  readonly orderId: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** Epoch milliseconds. */
  readonly placedAt: number;
  readonly customer?: CustomerId;
  readonly items: readonly OrderItem[];
  readonly join: OrderJoin;
}

export type Reported =
  | { readonly ok: true; readonly order: ShopOrder; readonly repeated: boolean }
  /** `order_differs`: its id is another order's. */
  | { readonly ok: false; readonly reason: 'order_differs' | 'wrong_currency' };

/**
 * A shop's orders and all that follows from them: stock, the converted session, the event, the totals. Everything may be
 * repeated, sent many times at once, and killed anywhere; what was begun is finished by whoever comes next. Once an order or a
 * refund is stored it stands: an effect that fails then is logged, counted and left to {@link Orders.finishPending}.
 */
export interface Orders {
  /**
   * Takes the pieces from the stock and places the order; the same order id, or the customer's same key, gives the stored one.
   * One that was refused is tried anew.
   * @throws RangeError of items that are none, RecordUnavailable: sent again, it goes on where it was
   */
  place(order: OrderToPlace): Promise<Placed>;
  /** @throws RangeError of an amount that is none, RecordUnavailable */
  refund(refund: RefundToMake): Promise<Refunded>;
  /** @throws RangeError of an amount that is none, RecordUnavailable */
  report(order: OrderToReport): Promise<Reported>;
  /**
   * Finishes what crashes and outages left.
   * @returns how many orders
   * @throws AggregateError of whatever failed, after all had their turn
   */
  finishPending(site: Site): Promise<number>;
}
