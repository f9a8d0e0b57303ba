import { piecesOf } from '../domain/orders/refunds.ts';
import type { OrderRefund, ShopOrder } from '../domain/orders/shopOrder.ts';
import type { Catalogue } from '../ports/Catalogue.ts';
import { OrderNotFresh } from './freshness.ts';

/** Under what a try of an order holds its pieces; a later try of the same order finds nothing of it. */
const reservationId = ({ orderId, attempt = 0 }: ShopOrder): string => `order:${orderId}:${attempt}`;
const returnId = ({ orderId }: ShopOrder, { refundId }: OrderRefund): string =>
  `refund:${orderId}:${refundId}`;

const productsOf = ({ items }: ShopOrder): string[] => [...piecesOf(items).keys()];

/** What an order does to the stock of the shop's goods; an order that is only reported has none. */
export const orderStock = (catalogue: Catalogue) => ({
  /** Takes the order's pieces, item by item. @returns `stale` where the order must be read anew to go on */
  take: async (order: ShopOrder, isFresh: () => boolean): Promise<'taken' | 'too_few' | 'stale'> => {
    for (const [productId, quantity] of piecesOf(order.items)) {
      if (!isFresh()) return 'stale';
      const reservation = { id: reservationId(order), quantity };
      if (!(await catalogue.reserve(order.site, productId, reservation))) return 'too_few';
    }
    return 'taken';
  },

  /** Gives back what a refused order took. */
  giveBack: async (order: ShopOrder): Promise<void> => {
    for (const productId of productsOf(order))
      await catalogue.release(order.site, productId, reservationId(order));
  },

  /** Puts back what refunds brought. @throws OrderNotFresh */
  putBack: async (
    order: ShopOrder,
    refunds: readonly OrderRefund[],
    isFresh: () => boolean,
  ): Promise<void> => {
    for (const refund of refunds) {
      for (const [productId, quantity] of piecesOf(refund.items)) {
        if (!isFresh()) throw new OrderNotFresh('its pieces were not put back in time');
        await catalogue.restock(order.site, productId, { id: returnId(order, refund), quantity });
      }
    }
  },

  /** Nobody will ask for these again: the order is finished. */
  settle: (order: ShopOrder): Promise<void> =>
    catalogue.settle(order.site, productsOf(order), [
      reservationId(order),
      ...order.refunds.slice(order.finishedRefunds ?? 0).map((refund) => returnId(order, refund)),
    ]),

  /** The first product that there are too few of, and how many there are. */
  shortOf: async (order: ShopOrder): Promise<{ readonly productId: string; readonly available: number }> => {
    const wanted = [...piecesOf(order.items)];
    const found = await catalogue.find(order.site, productsOf(order));
    const stockOf = new Map(found.map(({ id, stock }) => [id, stock]));
    const short = wanted.find(([productId, quantity]) => (stockOf.get(productId) ?? 0) < quantity);
    const [productId] = short ?? wanted[0] ?? [''];
    return { productId, available: stockOf.get(productId) ?? 0 };
  },
});

export type OrderStock = ReturnType<typeof orderStock>;
