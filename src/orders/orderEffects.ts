import {
  addedCustomerTotals,
  addedTotals,
  customerTotals,
  productTotals,
  salesDayOf,
} from '../domain/orders/orderTotals.ts';
import { piecesOf } from '../domain/orders/refunds.ts';
import type { ShopOrder } from '../domain/orders/shopOrder.ts';
import type { Deliver } from '../middleware/SessionDependencies.ts';
import type { Catalogue } from '../ports/Catalogue.ts';
import { type HotSessions, HotSessionsUnavailable } from '../ports/HotSessions.ts';
import type { OrderBook } from '../ports/OrderBook.ts';
import type { RecordStore } from '../ports/RecordStore.ts';
import type { OrderStock } from './orderStock.ts';
import { orderMessage, unjoinedWords } from './tellOrder.ts';

export interface EffectDependencies {
  readonly book: OrderBook;
  readonly catalogue: Catalogue;
  readonly hotSessions: Pick<HotSessions, 'change'>;
  readonly deliver: Deliver;
  readonly record: Pick<RecordStore, 'tellUnjoinedOrders'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly count: (what: string) => void;
}

/**
 * What follows from a placed order and its refunds. Each effect may be had again: a crash anywhere leaves the order pending, and
 * whoever finishes it has all of them.
 */
export const orderEffects = (deps: EffectDependencies, stock: OrderStock) => {
  const { book, catalogue, hotSessions, deliver, record, now, count } = deps;

  /** The live copy alone: in the record the session is converted by the event. */
  const convertSession = async ({ site, orderId, join }: ShopOrder): Promise<void> => {
    if (!join.joined) return;
    const { id, browser } = join.session;
    try {
      await hotSessions.change({
        site,
        browser,
        sessionId: id,
        nowMs: now(),
        patch: { converted: true, orderId },
      });
    } catch (error) {
      if (!(error instanceof HotSessionsUnavailable)) throw error;
      // The live copy is an accelerator; the record tells the same in a moment.
      count('order_not_in_hot_session');
    }
  };

  const tell = async (order: ShopOrder): Promise<void> => {
    const { join } = order;
    if (join.joined) await deliver(orderMessage(order, join, now()));
    else await record.tellUnjoinedOrders(unjoinedWords(order, join.reason, now()));
  };

  /** Reads after the order was stored: of all who fold at once, the one that was stored last sees all. */
  const foldTotals = async (order: ShopOrder): Promise<void> => {
    const { site, customer } = order;
    const day = salesDayOf(order);
    if (customer !== undefined) {
      const ofDay = customerTotals(customer, await book.ofCustomerOn(site, customer, day));
      await book.saveCustomerDay(site, day, ofDay);
      const days = await book.customerDays(site, customer);
      await book.saveCustomerTotals(site, [addedCustomerTotals(customer, days)]);
    }
    // One after the other: an order may hold many products, and a product's day many orders.
    for (const productId of piecesOf(order.items).keys()) {
      const ofDay = productTotals(productId, await book.ofProductOn(site, productId, day));
      await catalogue.saveSalesDay(site, day, ofDay);
      const days = await catalogue.salesDays(site, productId);
      await catalogue.saveTotals(site, [addedTotals(productId, days)]);
    }
  };

  /** Notes in the stock go last, when nobody can ask for them again. */
  const settle = async (order: ShopOrder): Promise<void> => {
    if (order.source === 'storefront') await stock.settle(order);
    await book.settled(order);
  };

  return {
    /**
     * Has all effects that are not done. The stock's come first, while the order is fresh.
     * @param order as it was read this moment
     */
    finish: async (order: ShopOrder): Promise<void> => {
      if (order.effects === 'done') return;
      if (order.source === 'storefront' && (await stock.putBack(order)) === 'overtaken') return;
      if (order.finishedRefunds === undefined) await convertSession(order);
      await tell(order);
      await foldTotals(order);
      if (await book.finish(order)) await settle(order);
    },

    /** Gives a refused order's pieces back. */
    finishRefused: async (order: ShopOrder): Promise<void> => {
      if (order.effects === 'done') return;
      await stock.giveBack(order);
      if (await book.finish(order)) await settle(order);
    },

    /** What is left of an order whose effects are done. */
    settle,
  };
};
