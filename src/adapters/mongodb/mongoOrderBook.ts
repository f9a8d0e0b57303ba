import type { SiteId } from '../../domain/ids.ts';
import { refundOutcome } from '../../domain/orders/refunds.ts';
import type { ShopOrder } from '../../domain/orders/shopOrder.ts';
import type { OrderBook } from '../../ports/OrderBook.ts';
import { inserted, updated } from './conditionalUpdate.ts';
import { customerTotalsUpsert } from './customerDocument.ts';
import type { DriverDb, UpdateOneOperation } from './driverPart.ts';
import { CUSTOMERS, SHOP_ORDERS } from './indexes.ts';
import { recordAnswers } from './recordAnswers.ts';
import { shopOrderFields, shopOrderKey, shopOrderOfDocument, storedRefund } from './shopOrderDocument.ts';
import { upsertEach } from './upsertEach.ts';

const PLACED = { state: 'placed' } as const;

/**
 * A shop's orders on MongoDB's driver, or on the embedded engine. Each step of an order is one update whose filter says what it
 * was read as.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoOrderBook = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): OrderBook => {
  const { answer, findAll, findOne } = recordAnswers(timeoutMs);
  const orders = db.collection(SHOP_ORDERS);

  const find = async (site: SiteId, orderId: string): Promise<ShopOrder | undefined> => {
    const found = await findOne('find an order', orders, { _id: shopOrderKey(site, orderId) });
    return found && shopOrderOfDocument(found);
  };

  const stored = async (site: SiteId, orderId: string): Promise<ShopOrder> => {
    const order = await find(site, orderId);
    if (order === undefined) throw new Error('an order is gone that was there');
    return order;
  };

  const update = (what: string, operation: Omit<UpdateOneOperation['updateOne'], 'upsert'>) =>
    answer(what, () => updated(orders, operation));

  /** Finds this very try of an order. */
  const thisTry = ({ site, orderId, attempt = 0 }: ShopOrder) => ({
    _id: shopOrderKey(site, orderId),
    attempt,
  });

  return {
    open: async (order, idempotencyKey) => {
      const { site, orderId, customer } = order;
      const _id = shopOrderKey(site, orderId);
      const fields = shopOrderFields(order);
      const keys = idempotencyKey === undefined ? {} : { keys: [idempotencyKey] };
      const isNew = await answer('store an order', () =>
        inserted(orders, _id, { ...fields, ...keys, attempt: 0 }),
      );
      const opened =
        isNew ||
        (await update('store an order anew', {
          filter: { _id, state: 'refused', effects: 'done' },
          update: { $set: { ...fields, ...keys }, $inc: { attempt: 1 }, $unset: { finishedRefunds: '' } },
        }));
      if (!opened && idempotencyKey !== undefined && customer !== undefined) {
        await update('note a key of an order', {
          filter: { _id, customerId: customer },
          update: { $addToSet: { keys: idempotencyKey } },
        });
      }
      return { order: await stored(site, orderId), opened };
    },

    find,

    findByKey: async (site, customer, idempotencyKey) => {
      const found = await findOne('find an order', orders, {
        siteId: site,
        customerId: customer,
        keys: idempotencyKey,
        state: { $in: ['reserving', 'placed'] },
      });
      return found && shopOrderOfDocument(found);
    },

    ofCustomer: async (site, customer, limit) =>
      (
        await findAll(
          "give a customer's orders",
          orders,
          { siteId: site, customerId: customer, ...PLACED },
          { sort: { placedAt: -1, _id: 1 }, ...(limit === undefined ? {} : { limit }) },
        )
      ).map(shopOrderOfDocument),

    ofProduct: async (site, productId, { fromMs, toMs }) =>
      (
        await findAll("give a product's orders", orders, {
          siteId: site,
          'items.productId': productId,
          placedAt: { $gte: new Date(fromMs), $lt: new Date(toMs) },
          ...PLACED,
        })
      ).map(shopOrderOfDocument),

    decide: async (order, state) => {
      await update('decide an order', {
        filter: { ...thisTry(order), state: 'reserving' },
        update: { $set: { state } },
      });
      return stored(order.site, order.orderId);
    },

    refund: async (site, orderId, refund) => {
      for (;;) {
        const order = await find(site, orderId);
        if (order?.state !== 'placed') return undefined;
        const outcome = refundOutcome(order, refund);
        if (outcome !== 'added') return { order, outcome };
        const added = await update('note a refund', {
          filter: { ...thisTry(order), ...PLACED, refundCount: order.refunds.length },
          update: {
            $push: { refunds: storedRefund(refund) },
            $inc: { refundCount: 1 },
            $set: { effects: 'pending', pendingSince: new Date(refund.at) },
          },
        });
        if (added) return { order: await stored(site, orderId), outcome };
      }
    },

    finish: (order) =>
      update('finish an order', {
        filter: {
          ...thisTry(order),
          state: order.state,
          refundCount: order.refunds.length,
          effects: 'pending',
        },
        update: {
          $set: { effects: 'done', finishedRefunds: order.refunds.length },
          $unset: { pendingSince: '' },
        },
      }),

    pending: async (site, beforeMs, limit) =>
      (
        await findAll(
          'give unfinished orders',
          orders,
          { siteId: site, pendingSince: { $lt: new Date(beforeMs) } },
          { sort: { pendingSince: 1, _id: 1 }, limit },
        )
      ).map(shopOrderOfDocument),

    saveCustomerTotals: (site, totals) =>
      answer('store totals of customers', () =>
        upsertEach(
          db.collection(CUSTOMERS),
          totals.map((total) => customerTotalsUpsert(site, total)),
        ),
      ),
  };
};
