import { piecesOf } from '../domain/orders/refunds.ts';
import type { OrderRefund, ShopOrder } from '../domain/orders/shopOrder.ts';
import type { Catalogue } from '../ports/Catalogue.ts';
import type { OrderBook } from '../ports/OrderBook.ts';
import { keptFresh } from './freshness.ts';
import { refundKey } from './refundKey.ts';

/** Under what a try of an order holds its pieces; a later try of the same order finds nothing of it. */
const reservationId = ({ orderId, attempt = 0 }: ShopOrder): string => `order:${orderId}:${attempt}`;
const returnId = ({ orderId }: ShopOrder, { refundId }: OrderRefund): string => refundKey(orderId, refundId);

const productsOf = ({ items }: Pick<ShopOrder, 'items'> | OrderRefund): string[] => [
  ...piecesOf(items).keys(),
];

/** What an order that was read this moment does to the stock of the shop's goods; one that is only reported has none. */
export const orderStock = ({
  book,
  catalogue,
}: {
  readonly book: OrderBook;
  readonly catalogue: Catalogue;
}) => ({
  /**
   * Takes the order's pieces, item by item.
   * @returns `overtaken` where somebody else has the order further meanwhile
   * @throws OrderNotFresh
   */
  take: async (order: ShopOrder): Promise<'taken' | 'too_few' | 'overtaken'> => {
    const isFresh = keptFresh(book, order);
    for (const [productId, quantity] of piecesOf(order.items)) {
      if (!(await isFresh())) return 'overtaken';
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

  /**
   * Puts back what those refunds brought that are not finished.
   * @returns `overtaken` where somebody else has finished them meanwhile
   * @throws OrderNotFresh
   */
  putBack: async (order: ShopOrder): Promise<'back' | 'overtaken'> => {
    const isFresh = keptFresh(book, order);
    for (const refund of order.refunds.slice(order.finishedRefunds ?? 0)) {
      for (const [productId, quantity] of piecesOf(refund.items)) {
        if (!(await isFresh())) return 'overtaken';
        await catalogue.restock(order.site, productId, { id: returnId(order, refund), quantity });
      }
    }
    return 'back';
  },

  /**
   * Nobody will ask for these again: the order is finished. Those of refunds that were finished before are among them: whoever
   * finished them may have been killed before this.
   */
  settle: (order: ShopOrder): Promise<void> =>
    catalogue.settle(order.site, [
      ...productsOf(order).map((productId) => ({ productId, id: reservationId(order) })),
      ...order.refunds.flatMap((refund) =>
        productsOf(refund).map((productId) => ({ productId, id: returnId(order, refund) })),
      ),
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
