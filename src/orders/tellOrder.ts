import type { SessionEvent } from '../domain/events/event.ts';
import { MESSAGE_VERSION, type QueueMessage } from '../domain/events/message.ts';
import type {
  JoinedBy,
  OrderSession,
  ShopOrder,
  UnjoinedReason,
  UnjoinedTold,
} from '../domain/orders/shopOrder.ts';
import { eventIdOf } from '../middleware/messageOf.ts';
import { refundKey } from './refundKey.ts';

/** What of an order was not told yet: itself, if it is new, and refunds. */
const untold = ({ finishedRefunds, refunds }: ShopOrder) => ({
  isNew: finishedRefunds === undefined,
  refunds: refunds.slice(finishedRefunds ?? 0),
});

const orderProperties = (order: ShopOrder, by: JoinedBy) => ({
  orderId: order.orderId,
  amountMinor: order.amountMinor,
  currency: order.currency,
  items: order.items.map(({ productId, quantity, priceMinor }) => ({ productId, quantity, priceMinor })),
  ...(by === 'request' ? {} : { joinedBy: by }),
});

/**
 * What a joined order's session is told of it: the events have ids of their own, so that they count once however often they are sent.
 * @param receivedAt epoch milliseconds
 */
export const orderMessage = (
  order: ShopOrder,
  { by, session }: { readonly by: JoinedBy; readonly session: OrderSession },
  receivedAt: number,
): QueueMessage => {
  const { site, orderId, customer } = order;
  const { isNew, refunds } = untold(order);
  const event = (id: string, about: Pick<SessionEvent, 'type' | 'occurredAt' | 'properties'>) => ({
    id: eventIdOf(site, session.browser, id),
    ...about,
    source: 'server' as const,
    receivedAt,
    ...(customer === undefined ? {} : { customerId: customer }),
  });
  return {
    v: MESSAGE_VERSION,
    session: { ...session, site },
    events: [
      ...(isNew
        ? [
            event(`order:${orderId}`, {
              type: 'order_completed',
              occurredAt: order.placedAt,
              properties: orderProperties(order, by),
            }),
          ]
        : []),
      ...refunds.map(({ refundId, amountMinor, at }) =>
        event(refundKey(orderId, refundId), {
          type: 'order_refunded',
          occurredAt: at,
          properties: { orderId, refundId, amountMinor },
        }),
      ),
    ],
  };
};

/** What is told of an order that is of no session. */
export const unjoinedWords = (
  order: ShopOrder,
  reason: UnjoinedReason,
  receivedAt: number,
): UnjoinedTold[] => {
  const { site, orderId } = order;
  const { isNew, refunds } = untold(order);
  const common = { site, orderId, receivedAt, reason };
  const itself: UnjoinedTold = {
    ...common,
    kind: 'order_completed',
    amountMinor: order.amountMinor,
    currency: order.currency,
    occurredAt: order.placedAt,
  };
  return [
    ...(isNew ? [itself] : []),
    ...refunds.map(
      ({ refundId, amountMinor, at }): UnjoinedTold => ({
        ...common,
        kind: 'order_refunded',
        amountMinor,
        refundId,
        occurredAt: at,
      }),
    ),
  ];
};
