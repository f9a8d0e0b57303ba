import type { BrowserId, SessionId, VisitorId } from '../ids.ts';
import type { JoinedBy, UnjoinedReason } from '../orders/shopOrder.ts';

/** An order of the shop, as its events tell it (design, section 1): told twice it counts once. */
export interface OrderFact {
  readonly orderId: string;
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Epoch milliseconds; decides the order's hour. */
  readonly placedAt: number;
  /** Never more than the amount. */
  readonly refundedMinor: number;
  /** The session in which it was placed; absent where none is known. */
  readonly session?: {
    readonly id: SessionId;
    readonly browser: BrowserId;
    readonly visitor: VisitorId;
    readonly startedAt: number;
  };
  /** By what it and its session were brought together; absent where the request of the order was the session's own. */
  readonly joinedBy?: JoinedBy;
  /** Why no session of it is known; absent where one is. */
  readonly unjoined?: UnjoinedReason;
  /** What the metrics hold of it already: from a fold of its hour. */
  readonly folded?: FoldedOrder;
}

/** An order's share in the metrics at its last fold: what a sealed day's correction is reckoned from. */
export interface FoldedOrder {
  readonly orders: number;
  readonly revenueMinor: number;
  /** The dimension values it was counted under, by dimension. */
  readonly values: { readonly [dimension: string]: string };
}
