import { refundedMinorOf } from '../../domain/orders/refunds.ts';
import type { ShopOrder } from '../../domain/orders/shopOrder.ts';
import type { OrderView } from '../wire/shopSchemas.ts';

const statusOf = ({ amountMinor }: ShopOrder, refundedMinor: number): OrderView['status'] => {
  if (refundedMinor === 0) return 'placed';
  return refundedMinor < amountMinor ? 'partly_refunded' : 'refunded';
};

/** An order as its customer sees it. */
export const orderView = (order: ShopOrder): OrderView => {
  const refundedMinor = refundedMinorOf(order);
  return {
    id: order.orderId,
    placedAt: new Date(order.placedAt).toISOString(),
    items: order.items.map(({ productId, name = productId, quantity, priceMinor }) => ({
      productId,
      name,
      quantity,
      priceMinor,
    })),
    amountMinor: order.amountMinor,
    currency: order.currency,
    refundedMinor,
    status: statusOf(order, refundedMinor),
    refunds: order.refunds.map(({ refundId, amountMinor, at }) => ({
      id: refundId,
      amountMinor,
      at: new Date(at).toISOString(),
    })),
  };
};
