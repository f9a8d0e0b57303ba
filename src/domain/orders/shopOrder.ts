import type { BrowserId, CustomerId, SessionId, SiteId, VisitorId } from '../ids.ts';

/** The session in which an order was placed, as much of it as an event of it needs. */
export interface OrderSession {
  readonly id: SessionId;
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  readonly startedAt: number;
}

export interface OrderItem {
  readonly productId: string;
  readonly name?: string;
  readonly quantity: number;
  /** Of one piece, in minor units, as it was when ordered. */
  readonly priceMinor: number;
}

export interface OrderRefund {
  readonly refundId: string;
  readonly amountMinor: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Pieces that came back. */
  readonly items: readonly { readonly productId: string; readonly quantity: number }[];
}

/** Why an order is of no session that we know. */
export const UNJOINED_REASONS = [
  'no_identity',
  'cookie_invalid',
  'cookie_expired',
  'cookie_other_site',
  'session_unknown',
  'customer_unknown',
  'not_tracked',
  'cookieless',
  'erased',
] as const;
export type UnjoinedReason = (typeof UNJOINED_REASONS)[number];

/** By what an order and its session were brought together. */
export type JoinedBy = 'request' | 'cookie' | 'customer';

export type OrderJoin =
  | { readonly joined: true; readonly by: JoinedBy; readonly session: OrderSession }
  | { readonly joined: false; readonly reason: UnjoinedReason };

/**
 * `reserving`: its pieces are being taken from the stock. `refused`: there were not enough; none is kept.
 * `placed`: it counts.
 */
export type OrderState = 'reserving' | 'refused' | 'placed';

/** An order of a shop. It is its own outbox: while `effects` are pending, somebody has yet to finish them. */
export interface ShopOrder {
  readonly site: SiteId;
  readonly orderId: string;
  readonly source: 'storefront' | 'conversion';
  readonly customer?: CustomerId;
  readonly state: OrderState;
  /** How often it was refused and tried anew; absent is 0. Each try takes its pieces under a name of its own. */
  readonly attempt?: number;
  readonly items: readonly OrderItem[];
  readonly amountMinor: number;
  /** ISO 4217; the site's. */
  readonly currency: string;
  /** Epoch milliseconds. */
  readonly placedAt: number;
  readonly join: OrderJoin;
  readonly refunds: readonly OrderRefund[];
  /** How many of its refunds had their effects when they were last done; absent where the order itself has not had them. */
  readonly finishedRefunds?: number;
  /** Session, event and totals, of the order and of its refunds. */
  readonly effects: 'pending' | 'done';
}

/** What is told of an order, or of a refund of it, that no session is known of. */
export interface UnjoinedTold {
  readonly site: SiteId;
  readonly orderId: string;
  readonly kind: 'order_completed' | 'order_refunded';
  readonly amountMinor: number;
  /** Of an order. */
  readonly currency?: string;
  /** Of a refund. */
  readonly refundId?: string;
  /** When it was placed, or given back; epoch milliseconds. */
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly reason: UnjoinedReason;
}
