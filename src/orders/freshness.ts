import type { ShopOrder } from '../domain/orders/shopOrder.ts';
import type { OrderBook } from '../ports/OrderBook.ts';

/**
 * How long what was read of an order may be acted upon in the stock. A product forgets in time who is through with it: whoever
 * comes later than this reads first whether somebody else has finished the order meanwhile.
 */
const FRESH_MS = 1_000;
/** A minute's work at least: nobody waits for the answer any more, and the next minute goes on. */
const MAX_READINGS = 60;

/** Finishing an order takes longer than anybody waits for it: it is left as far as it came. */
export class OrderNotFresh extends Error {
  override readonly name = 'OrderNotFresh';
}

/** Whether nobody has had a step of the order since it was read; a refund that was noted meanwhile is none. */
const isSameStep = (read: ShopOrder, stored: ShopOrder | undefined): boolean =>
  stored !== undefined &&
  read.attempt === stored.attempt &&
  read.state === stored.state &&
  read.effects === stored.effects &&
  read.finishedRefunds === stored.finishedRefunds;

/**
 * Keeps an order fresh that was read this moment, by a clock that nobody sets.
 * @returns to be asked before each thing that is done in the stock: `false` where somebody else has the order further meanwhile;
 *   throws {@link OrderNotFresh} after a minute of it, and as `book.find` does
 */
export const keptFresh = (book: Pick<OrderBook, 'find'>, order: ShopOrder): (() => Promise<boolean>) => {
  let readAt = performance.now();
  let readings = 0;
  return async () => {
    if (performance.now() - readAt < FRESH_MS) return true;
    readings += 1;
    if (readings > MAX_READINGS) throw new OrderNotFresh('its pieces take too long');
    const stored = await book.find(order.site, order.orderId);
    readAt = performance.now();
    return isSameStep(order, stored);
  };
};
