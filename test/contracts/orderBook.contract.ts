import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CUSTOMERS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoOrderBook } from '../../src/adapters/mongodb/mongoOrderBook.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { OrderBook } from '../../src/ports/OrderBook.ts';
import { ANNA, BEN, item, OTHER_SITE, SITE, shopOrder } from '../orders/orderFixtures.ts';
import { NOON } from '../support/testShop.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

const refund = (
  refundId: string,
  amountMinor: number,
  items: { productId: string; quantity: number }[] = [],
) => ({
  refundId,
  amountMinor,
  at: NOON + 1_000,
  items,
});

/** What every book of orders must do: run on each place that it may be in. */
export const orderBookContract = (start: () => Promise<RecordPlace>): void => {
  describe('a book of orders', () => {
    let place: RecordPlace;
    let book: OrderBook;
    const site = SITE.id;
    beforeAll(async () => {
      place = await start();
      book = mongoOrderBook({ db: place.db, timeoutMs: 10_000 });
      await mongoRecordStore({ db: place.db }).ensureIndexes();
    });
    beforeEach(() => place.empty());
    afterAll(() => place?.stop());

    const placed = async (orderId: string, more = {}) => {
      const { order } = await book.open(shopOrder(orderId, more));
      return book.decide(order, 'placed');
    };

    it('gives an order back as it was stored', async () => {
      const unjoined = shopOrder('o2', {
        join: { joined: false, reason: 'cookie_expired' },
        source: 'conversion',
        state: 'placed',
      });
      expect(await book.open(shopOrder('o1'), 'k1')).toEqual({ order: shopOrder('o1'), opened: true });
      expect(await book.open(unjoined)).toEqual({ order: unjoined, opened: true });
      expect(await book.find(site, 'o1')).toEqual(shopOrder('o1'));
      expect(await book.find(site, 'o2')).toEqual(unjoined);
      expect(await book.find(OTHER_SITE.id, 'o1')).toBeUndefined();
    });

    it('stores one of many at once, and leaves the one that is there', async () => {
      const opened = await Promise.all(
        Array.from({ length: 20 }, (_, n) => book.open(shopOrder('o1', { amountMinor: n }), `k${n}`)),
      );
      expect(opened.filter((one) => one.opened)).toHaveLength(1);
      expect(new Set(opened.map(({ order }) => order.amountMinor)).size).toBe(1);
    });

    it('finds an order by every key that its customer sent it with, and by no one else’s', async () => {
      await book.open(shopOrder('o1'), 'k1');
      await book.open(shopOrder('o1'), 'k2');
      await book.open(shopOrder('o1', { customer: BEN }), 'k3');
      expect((await book.findByKey(site, ANNA, 'k1'))?.orderId).toBe('o1');
      expect((await book.findByKey(site, ANNA, 'k2'))?.orderId).toBe('o1');
      expect(await book.findByKey(site, ANNA, 'k3')).toBeUndefined();
      expect(await book.findByKey(site, BEN, 'k1')).toBeUndefined();
      expect(await book.findByKey(OTHER_SITE.id, ANNA, 'k1')).toBeUndefined();
    });

    it('decides an order once', async () => {
      const { order } = await book.open(shopOrder('o1'));
      expect((await book.decide(order, 'placed')).state).toBe('placed');
      expect((await book.decide(order, 'refused')).state).toBe('placed');
    });

    it('opens a refused order anew, once it keeps nothing, and lets nobody decide the former try', async () => {
      const { order } = await book.open(shopOrder('o1'), 'k1');
      const refused = await book.decide(order, 'refused');
      expect(await book.findByKey(site, ANNA, 'k1')).toBeUndefined();
      expect((await book.open(shopOrder('o1'))).opened).toBe(false);
      expect(await book.finish(refused)).toBe(true);
      const again = shopOrder('o1', { items: [item('boots')], amountMinor: 1_000 });
      expect(await book.open(again, 'k2')).toEqual({ order: { ...again, attempt: 1 }, opened: true });
      expect((await book.decide(refused, 'refused')).state).toBe('reserving');
      expect((await book.decide(order, 'placed')).state).toBe('reserving');
      expect(await book.finish(refused)).toBe(false);
      expect((await book.findByKey(site, ANNA, 'k2'))?.attempt).toBe(1);
    });

    it('lists what was placed, the newest first', async () => {
      await placed('o1');
      await placed('o2', { placedAt: NOON + 2_000, items: [item('hat')] });
      await placed('o3', { placedAt: NOON + 1_000 });
      await placed('o4', { customer: BEN });
      await book.open(shopOrder('o5'));
      const ids = (orders: { orderId: string }[]) => orders.map(({ orderId }) => orderId);
      expect(ids(await book.ofCustomer(site, ANNA, 9))).toEqual(['o2', 'o3', 'o1']);
      expect(ids(await book.ofCustomer(site, ANNA, 1))).toEqual(['o2']);
    });

    it('gives of a day what folds need: of the orders of a customer, and of those that hold a product', async () => {
      await placed('o1');
      await placed('o2', { placedAt: NOON + 2_000, items: [item('hat')] });
      await placed('o3', { placedAt: NOON + 1_000, customer: BEN });
      await placed('o4', { site: OTHER_SITE.id });
      await book.open(shopOrder('o5'));
      await book.refund(site, 'o1', refund('r1', 100, [{ productId: 'socks', quantity: 1 }]));
      const first = {
        placedAt: NOON,
        amountMinor: 3_000,
        items: [
          { productId: 'boots', quantity: 2, priceMinor: 1_000 },
          { productId: 'socks', quantity: 1, priceMinor: 1_000 },
        ],
        refunds: [refund('r1', 100, [{ productId: 'socks', quantity: 1 }])],
      };
      const times = (orders: { placedAt: number }[]) => orders.map(({ placedAt }) => placedAt - NOON).sort();
      const day = { fromMs: NOON, toMs: NOON + 2_000 };
      expect(await book.ofCustomerOn(site, ANNA, day)).toEqual([first]);
      expect(times(await book.ofCustomerOn(site, ANNA, { ...day, toMs: NOON + 2_001 }))).toEqual([0, 2_000]);
      expect(await book.ofCustomerOn(site, ANNA, { ...day, fromMs: NOON + 1 })).toEqual([]);
      expect(times(await book.ofProductOn(site, 'boots', day))).toEqual([0, 1_000]);
      expect(await book.ofProductOn(site, 'boots', { ...day, toMs: NOON + 1 })).toEqual([first]);
      expect(times(await book.ofProductOn(site, 'hat', day))).toEqual([]);
      expect(times(await book.ofProductOn(site, 'hat', { ...day, toMs: NOON + 2_001 }))).toEqual([2_000]);
    });

    it('notes a refund once, and none beyond the order', async () => {
      await placed('o1');
      const some = refund('r1', 1_000, [{ productId: 'boots', quantity: 1 }]);
      expect(await book.refund(site, 'o1', some)).toMatchObject({
        outcome: 'added',
        order: { refunds: [some] },
      });
      expect((await book.refund(site, 'o1', { ...some, at: NOON + 9 }))?.outcome).toBe('repeated');
      expect((await book.refund(site, 'o1', refund('r1', 999)))?.outcome).toBe('refund_differs');
      expect((await book.refund(site, 'o1', refund('r2', 2_001)))?.outcome).toBe('refund_too_large');
      const pieces = refund('r2', 0, [{ productId: 'boots', quantity: 2 }]);
      expect((await book.refund(site, 'o1', pieces))?.outcome).toBe('refund_too_large');
      expect((await book.refund(site, 'o1', refund('r2', 2_000)))?.outcome).toBe('added');
      expect((await book.find(site, 'o1'))?.refunds).toEqual([some, refund('r2', 2_000)]);
    });

    it('refunds no order that was never placed', async () => {
      await book.open(shopOrder('o1'));
      expect(await book.refund(site, 'o1', refund('r1', 1))).toBeUndefined();
      expect(await book.refund(site, 'none', refund('r1', 1))).toBeUndefined();
    });

    it('notes refunds that come at once, as far as the order goes', async () => {
      await placed('o1');
      const noted = await Promise.all(
        Array.from({ length: 10 }, (_, n) => book.refund(site, 'o1', refund(`r${n}`, 700))),
      );
      expect(noted.filter((one) => one?.outcome === 'added')).toHaveLength(4);
      expect((await book.find(site, 'o1'))?.refunds).toHaveLength(4);
    });

    it('finishes an order as it was read, and not one that a refund was noted of meanwhile', async () => {
      const order = await placed('o1');
      const noted = await book.refund(site, 'o1', refund('r1', 100));
      expect(await book.finish(order)).toBe(false);
      expect((await book.find(site, 'o1'))?.effects).toBe('pending');
      expect(noted && (await book.finish(noted.order))).toBe(true);
      expect(noted && (await book.finish(noted.order))).toBe(false);
      expect(await book.find(site, 'o1')).toMatchObject({ effects: 'done', finishedRefunds: 1 });
    });

    it('tells what is pending since before an instant, the oldest first', async () => {
      await placed('o1', { placedAt: NOON + 2 });
      await book.open(shopOrder('o2', { placedAt: NOON + 1 }));
      await placed('o3', { placedAt: NOON + 3 });
      const done = await placed('o4', { placedAt: NOON });
      await book.finish(done);
      await book.settled(done);
      await book.open(shopOrder('o5', { site: OTHER_SITE.id }));
      const ids = async (beforeMs: number, limit: number) =>
        (await book.pending(site, beforeMs, limit)).map(({ orderId }) => orderId);
      expect(await ids(NOON + 3, 10)).toEqual(['o2', 'o1']);
      expect(await ids(NOON + 4, 2)).toEqual(['o2', 'o1']);
      await book.refund(site, 'o4', refund('r1', 100));
      expect(await ids(NOON + 1_001, 10)).toEqual(['o2', 'o1', 'o3', 'o4']);
    });

    it('tells of an order that is done until it is settled, as it was read', async () => {
      const order = await placed('o1');
      const ids = async () => (await book.pending(site, NOON + 9_999, 10)).map(({ orderId }) => orderId);
      await book.settled(order);
      expect(await ids()).toEqual(['o1']);
      await book.finish(order);
      expect(await ids()).toEqual(['o1']);
      const noted = await book.refund(site, 'o1', refund('r1', 100));
      await book.settled(order);
      expect(await ids()).toEqual(['o1']);
      if (noted) {
        await book.finish(noted.order);
        await book.settled(noted.order);
      }
      expect(await ids()).toEqual([]);
    });

    it('lets others go before an order that is postponed, as it was read, and none that is settled', async () => {
      const first = await placed('o1');
      const second = await placed('o2', { placedAt: NOON + 1 });
      const ids = async (beforeMs: number) =>
        (await book.pending(site, beforeMs, 10)).map(({ orderId }) => orderId);
      await book.postpone(first, NOON + 500);
      expect(await ids(NOON + 500)).toEqual(['o2']);
      expect(await ids(NOON + 501)).toEqual(['o2', 'o1']);
      await book.finish(second);
      await book.settled(second);
      await book.postpone(second, NOON);
      await book.refund(site, 'o1', refund('r1', 100));
      await book.postpone(first, NOON + 5_000);
      expect(await ids(NOON + 1_001)).toEqual(['o1']);
    });

    it('keeps the folds of each day of a customer of whoever saw more, beside what else is known', async () => {
      const dayOf = (n: number) => ({ fromMs: n * 86_400_000, toMs: (n + 1) * 86_400_000 });
      const fold = (totalOrders: number, seen: number, lastOrderAt?: number) => ({
        customer: ANNA,
        totalOrders,
        totalSpentMinor: totalOrders * 10,
        seen,
        ...(lastOrderAt === undefined ? {} : { lastOrderAt }),
      });
      expect(await book.customerDays(site, ANNA)).toEqual([]);
      await book.saveCustomerTotals(site, [fold(9, 9)]);
      expect(await book.customerDays(site, ANNA)).toEqual([]);
      await Promise.all([2, 3, 1].map((n) => book.saveCustomerDay(site, dayOf(1), fold(n, n, NOON + n))));
      await book.saveCustomerDay(site, dayOf(1), fold(7, 3));
      await book.saveCustomerDay(site, dayOf(2), fold(0, 4));
      await book.saveCustomerDay(OTHER_SITE.id, dayOf(3), fold(5, 5));
      await book.saveCustomerDay(site, dayOf(3), { ...fold(6, 6), customer: BEN });
      const days = await book.customerDays(site, ANNA);
      expect(days.sort((a, b) => a.seen - b.seen)).toEqual([fold(3, 3, NOON + 3), fold(0, 4)]);
      expect(await place.db.collection(CUSTOMERS).findOne({ _id: 'shop:anna' })).toMatchObject({
        siteId: 'shop',
        customerId: 'anna',
        totalOrders: 9,
      });
    });

    it('keeps the totals of whoever saw more, beside what else is known of the customer', async () => {
      const customers = place.db.collection(CUSTOMERS);
      await customers.insertMany([{ _id: 'shop:anna', visitorId: 'v1' }], { ordered: true });
      const totals = (totalOrders: number, seen: number, lastOrderAt?: number) => [
        {
          customer: ANNA,
          totalOrders,
          totalSpentMinor: totalOrders * 10,
          seen,
          ...(lastOrderAt === undefined ? {} : { lastOrderAt }),
        },
      ];
      await book.saveCustomerTotals(site, totals(2, 2, NOON));
      await book.saveCustomerTotals(site, totals(1, 1, NOON - 1));
      await book.saveCustomerTotals(site, totals(7, 2, NOON - 1));
      expect(await customers.findOne({ _id: 'shop:anna' })).toEqual({
        _id: 'shop:anna',
        visitorId: 'v1',
        totalOrders: 2,
        totalSpent: 20,
        lastOrderDate: new Date(NOON),
        totalsSeen: 2,
      });
      await book.saveCustomerTotals(site, totals(0, 4));
      expect(await customers.findOne({ _id: 'shop:anna' })).not.toHaveProperty('lastOrderDate');
      await Promise.all(
        [1, 2, 3].map((n) =>
          book.saveCustomerTotals(
            site,
            totals(n, n).map((total) => ({ ...total, customer: BEN })),
          ),
        ),
      );
      expect(await customers.findOne({ _id: 'shop:ben' })).toMatchObject({
        siteId: 'shop',
        customerId: 'ben',
        totalOrders: 3,
      });
    });
  });
};
