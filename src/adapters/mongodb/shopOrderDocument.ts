import type { BrowserId, CustomerId, SessionId, SiteId, VisitorId } from '../../domain/ids.ts';
import type { FoldedOrder } from '../../domain/orders/orderTotals.ts';
import type {
  JoinedBy,
  OrderItem,
  OrderJoin,
  OrderRefund,
  OrderState,
  ShopOrder,
  UnjoinedReason,
} from '../../domain/orders/shopOrder.ts';
import type { Document } from './driverPart.ts';

type StoredJoin =
  | {
      readonly joined: true;
      readonly by: JoinedBy;
      readonly sessionId: SessionId;
      readonly b: BrowserId;
      readonly visitorId: VisitorId;
      readonly sessionStartedAt: Date;
    }
  | { readonly joined: false; readonly reason: UnjoinedReason };

type StoredRefund = Omit<OrderRefund, 'at'> & { readonly at: Date };

interface StoredShopOrder {
  readonly siteId: SiteId;
  readonly orderId: string;
  readonly source: ShopOrder['source'];
  readonly customerId?: CustomerId;
  readonly state: OrderState;
  readonly attempt: number;
  readonly items: readonly OrderItem[];
  readonly amountMinor: number;
  readonly currency: string;
  readonly placedAt: Date;
  readonly join: StoredJoin;
  readonly refunds: readonly StoredRefund[];
  /** As many as there are refunds: what a refund is noted under. */
  readonly refundCount: number;
  readonly finishedRefunds?: number;
  readonly effects: ShopOrder['effects'];
  /** Until the order is settled: whoever fails to finish it, sets it to a later time. */
  readonly pendingSince?: Date;
}

/** A shop's order's `_id`; a site's id holds no colon. */
export const shopOrderKey = (site: SiteId, orderId: string): string => `${site}:${orderId}`;

const storedJoin = (join: OrderJoin): StoredJoin =>
  join.joined
    ? {
        joined: true,
        by: join.by,
        sessionId: join.session.id,
        b: join.session.browser,
        visitorId: join.session.visitor,
        sessionStartedAt: new Date(join.session.startedAt),
      }
    : { joined: false, reason: join.reason };

const joinOf = (stored: StoredJoin): OrderJoin =>
  stored.joined
    ? {
        joined: true,
        by: stored.by,
        session: {
          id: stored.sessionId,
          browser: stored.b,
          visitor: stored.visitorId,
          startedAt: stored.sessionStartedAt.getTime(),
        },
      }
    : { joined: false, reason: stored.reason };

export const storedRefund = ({ at, ...refund }: OrderRefund): StoredRefund => ({
  ...refund,
  at: new Date(at),
});

const refundOf = ({ at, ...refund }: StoredRefund): OrderRefund => ({ ...refund, at: at.getTime() });

/** An order that is new, besides its `_id` and its attempt. */
export const shopOrderFields = (order: ShopOrder): Omit<StoredShopOrder, 'attempt' | 'finishedRefunds'> => ({
  siteId: order.site,
  orderId: order.orderId,
  source: order.source,
  ...(order.customer === undefined ? {} : { customerId: order.customer }),
  state: order.state,
  items: order.items,
  amountMinor: order.amountMinor,
  currency: order.currency,
  placedAt: new Date(order.placedAt),
  join: storedJoin(order.join),
  refunds: order.refunds.map(storedRefund),
  refundCount: order.refunds.length,
  effects: 'pending',
  pendingSince: new Date(order.placedAt),
});

export const shopOrderOfDocument = (document: Document): ShopOrder => {
  const stored = document as unknown as StoredShopOrder;
  return {
    site: stored.siteId,
    orderId: stored.orderId,
    source: stored.source,
    ...(stored.customerId === undefined ? {} : { customer: stored.customerId }),
    state: stored.state,
    ...(stored.attempt === 0 ? {} : { attempt: stored.attempt }),
    items: stored.items,
    amountMinor: stored.amountMinor,
    currency: stored.currency,
    placedAt: stored.placedAt.getTime(),
    join: joinOf(stored.join),
    refunds: stored.refunds.map(refundOf),
    ...(stored.finishedRefunds === undefined ? {} : { finishedRefunds: stored.finishedRefunds }),
    effects: stored.effects,
  };
};

/** What {@link foldedOrderOfDocument} needs: an order's names and session are most of its bytes. */
export const FOLDED = {
  _id: 0,
  placedAt: 1,
  amountMinor: 1,
  'items.productId': 1,
  'items.quantity': 1,
  'items.priceMinor': 1,
  refunds: 1,
} as const;

export const foldedOrderOfDocument = (document: Document): FoldedOrder => {
  const { placedAt, amountMinor, items, refunds } = document as unknown as StoredShopOrder;
  return { placedAt: placedAt.getTime(), amountMinor, items, refunds: refunds.map(refundOf) };
};
