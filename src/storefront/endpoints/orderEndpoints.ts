import type { CustomerId } from '../../domain/ids.ts';
import type { OrderSession, ShopOrder } from '../../domain/orders/shopOrder.ts';
import type { Site } from '../../domain/site.ts';
import type { Orders } from '../../orders/Orders.ts';
import type { OrderBook } from '../../ports/OrderBook.ts';
import { type ShopEndpoint, type ShopEvent, shopEndpoint } from '../http/ShopEndpoint.ts';
import { ShopFault } from '../http/ShopFault.ts';
import {
  listOrdersOperation,
  orderOperation,
  placeOrderOperation,
  refundOrderOperation,
} from '../operations/orderOperations.ts';
import { orderView } from '../orders/orderView.ts';
import type { PlaceOrder } from '../orders/placeOrder.ts';
import { wantedRefund } from '../orders/wantedRefund.ts';

/** Of a customer, on one page. */
const MAX_ORDERS = 100;

/** The same for an order that is not there and for another customer's. */
const unknownOrder = (): ShopFault =>
  new ShopFault({ status: 404, code: 'unknown_order', message: 'There is no such order.' });

const refundTooLarge = (): ShopFault =>
  new ShopFault({
    status: 422,
    code: 'refund_too_large',
    message: 'That is more than is left of this order.',
  });

const refundDiffers = (): ShopFault =>
  new ShopFault({
    status: 409,
    code: 'refund_differs',
    message: 'Another refund of this order was sent with the same key.',
    field: 'idempotency-key',
  });

/** The session that an order is of: never another customer's, whose tab may be open in the same browser, nor one that nobody keeps. */
const sessionOf = ({ session }: ShopEvent, customer: CustomerId): OrderSession | undefined => {
  const isAnothers = session?.customerId !== undefined && session.customerId !== customer;
  if (session === undefined || session.unsaved || isAnothers) return undefined;
  const { id, browser, visitor, startedAt } = session;
  return { id, browser, visitor, startedAt };
};

/** Orders of customers, and their refunds. */
export const orderEndpoints = ({
  placeOrder,
  orders,
  book,
}: {
  readonly placeOrder: PlaceOrder;
  readonly orders: Pick<Orders, 'refund'>;
  readonly book: Pick<OrderBook, 'find' | 'ofCustomer'>;
}): readonly ShopEndpoint[] => {
  const orderOf = async (site: Site, customer: CustomerId, orderId: string): Promise<ShopOrder> => {
    const order = await book.find(site.id, orderId);
    const isTheirs = order?.customer === customer && order.source === 'storefront';
    if (!isTheirs || order.state !== 'placed') throw unknownOrder();
    return order;
  };

  return [
    shopEndpoint(placeOrderOperation, async ({ site, customer, body, idempotencyKey, event }) => {
      const { order, repeated } = await placeOrder({
        site,
        customer,
        idempotencyKey,
        shownMinor: body.totalMinor,
        session: sessionOf(event, customer),
      });
      return { value: { order: orderView(order) }, status: repeated ? 200 : 201 };
    }),

    shopEndpoint(listOrdersOperation, async ({ site, customer }) => {
      const all = await book.ofCustomer(site.id, customer, MAX_ORDERS);
      const placed = all.filter(({ state, source }) => state === 'placed' && source === 'storefront');
      return { value: { orders: placed.sort((a, b) => b.placedAt - a.placedAt).map(orderView) } };
    }),

    shopEndpoint(orderOperation, async ({ site, customer, params: { id = '' } }) => ({
      value: { order: orderView(await orderOf(site, customer, id)) },
    })),

    shopEndpoint(refundOrderOperation, async ({ site, customer, params, body, idempotencyKey }) => {
      const order = await orderOf(site, customer, params.id ?? '');
      if (body.items !== undefined && body.amountMinor !== undefined) {
        throw new ShopFault({
          status: 400,
          code: 'invalid',
          message: 'Send items or amountMinor, not both.',
          field: 'amountMinor',
        });
      }
      const wanted = wantedRefund(order, idempotencyKey, body);
      if (!wanted.ok) throw refundTooLarge();
      const refunded = await orders.refund({
        site,
        orderId: order.orderId,
        refundId: idempotencyKey,
        amountMinor: wanted.amountMinor,
        items: wanted.items,
      });
      if (refunded.ok) return { value: { order: orderView(refunded.order) } };
      if (refunded.reason === 'refund_too_large') throw refundTooLarge();
      if (refunded.reason === 'refund_differs') throw refundDiffers();
      throw unknownOrder();
    }),
  ];
};
