import type { SiteId } from '../../domain/ids.ts';
import type { FoldedOrder, SalesDay } from '../../domain/orders/orderTotals.ts';
import { refundOutcome } from '../../domain/orders/refunds.ts';
import type { ShopOrder } from '../../domain/orders/shopOrder.ts';
import type { OrderBook } from '../../ports/OrderBook.ts';
import { inserted, updated } from './conditionalUpdate.ts';
import { customerDaysOfDocument, customerDayUpsert, customerTotalsUpsert } from './customerDocument.ts';
import type { DriverDb, UpdateOneOperation } from './driverPart.ts';
import { CUSTOMERS, SHOP_ORDERS } from './indexes.ts';
import { customerKey } from './mongoCustomerIdentities.ts';
import { recordAnswers } from './recordAnswers.ts';
import {
  FOLDED,
  foldedOrderOfDocument,
  shopOrderFields,
  shopOrderKey,
  shopOrderOfDocument,
  storedRefund,
} from './shopOrderDocument.ts';
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
  /** Finds this very try, with the refunds that were read. */
  const asRead = (order: ShopOrder) => ({ ...thisTry(order), refundCount: order.refunds.length });

  const folded = async (
    site: SiteId,
    of: { readonly [field: string]: string },
    { fromMs, toMs }: SalesDay,
  ): Promise<FoldedOrder[]> =>
    (
      await findAll(
        'give orders of a day',
        orders,
        { siteId: site, ...of, placedAt: { $gte: new Date(fromMs), $lt: new Date(toMs) }, ...PLACED },
        { projection: FOLDED },
      )
    ).map(foldedOrderOfDocument);

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
          { sort: { placedAt: -1, _id: 1 }, limit },
        )
      ).map(shopOrderOfDocument),

    ofCustomerOn: (site, customer, day) => folded(site, { customerId: customer }, day),

    ofProductOn: (site, productId, day) => folded(site, { 'items.productId': productId }, day),

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
          filter: { ...asRead(order), ...PLACED },
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
        filter: { ...asRead(order), state: order.state, effects: 'pending' },
        update: { $set: { effects: 'done', finishedRefunds: order.refunds.length } },
      }),

    settled: async (order) => {
      await update('settle an order', {
        filter: { ...asRead(order), state: order.state, effects: 'done' },
        update: { $unset: { pendingSince: '' } },
      });
    },

    postpone: async (order, sinceMs) => {
      await update('postpone an order', {
        filter: { ...asRead(order), pendingSince: { $exists: true } },
        update: { $set: { pendingSince: new Date(sinceMs) } },
      });
    },

    pending: async (site, beforeMs, limit) =>
      (
        await findAll(
          'give unfinished orders',
          orders,
          { siteId: site, pendingSince: { $lt: new Date(beforeMs) } },
          { sort: { pendingSince: 1, _id: 1 }, limit },
        )
      ).map(shopOrderOfDocument),

    saveCustomerDay: (site, day, totals) =>
      answer('store totals of a day', () =>
        upsertEach(db.collection(CUSTOMERS), [customerDayUpsert(site, day, totals)]),
      ),

    customerDays: async (site, customer) => {
      const found = await findOne(
        "give a customer's days",
        db.collection(CUSTOMERS),
        { _id: customerKey(site, customer) },
        { projection: { days: 1 } },
      );
      return found === undefined ? [] : customerDaysOfDocument(customer, found);
    },

    saveCustomerTotals: (site, totals) =>
      answer('store totals of customers', () =>
        upsertEach(
          db.collection(CUSTOMERS),
          totals.map((total) => customerTotalsUpsert(site, total)),
        ),
      ),
  };
};
