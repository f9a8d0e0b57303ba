import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { CustomerId } from '../../src/domain/ids.ts';
import type { RecordPlace } from '../contracts/recordStorePlaces.ts';
import { ANNA, item, product, SITE } from './orderFixtures.ts';
import { orderShop, refundOf, wish } from './orderShop.ts';

/** Orders that come all at once, on each place that the record may be in. */
export const manyAtOnce = (start: () => Promise<RecordPlace>): void => {
  describe('orders at once', () => {
    let place: RecordPlace;
    let shop: ReturnType<typeof orderShop>;
    beforeAll(async () => {
      place = await start();
      await mongoRecordStore({ db: place.db }).ensureIndexes();
    });
    beforeEach(async () => {
      await place.empty();
      shop = orderShop(place.db);
      await shop.ports.catalogue.seed(SITE.id, [product('boots', { stock: 10 }), product('socks')]);
    });
    afterAll(() => place?.stop());

    it('fifty for the last ten pieces: ten are placed, forty refused, and nothing is left', async () => {
      const wishes = Array.from({ length: 50 }, (_, n) => wish(`o${n}`, { customer: `c${n}` as CustomerId }));
      const answers = await Promise.all(wishes.map((one) => shop.orders().place(one)));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(10);
      const refusal = { ok: false, reason: 'sold_out', productId: 'boots', available: 0 };
      expect(answers.filter(({ ok }) => !ok)).toEqual(Array.from({ length: 40 }, () => refusal));
      expect(await shop.stock('boots')).toBe(0);
      expect(await shop.product('boots')).toMatchObject({ totalSales: 10, totalRevenue: 10_000 });
      expect(await shop.notes('boots')).toBe(0);
      expect(shop.messages).toHaveLength(10);
    });

    it('the same order twenty times: it is one, and the totals moved once', async () => {
      const items = [item('boots', 2), item('socks', 3)];
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          shop.orders().place(wish('o1', { items, idempotencyKey: `key ${n % 2}` })),
        ),
      );
      expect(new Set(answers.map((answer) => answer.ok && answer.order.orderId))).toEqual(new Set(['o1']));
      expect(answers.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(1);
      expect(await shop.stock('boots')).toBe(8);
      expect(await shop.stock('socks')).toBe(7);
      expect(await shop.customer()).toMatchObject({ totalOrders: 1, totalSpent: 5_000 });
      expect(await shop.product('socks')).toMatchObject({ totalSales: 3, totalRevenue: 3_000 });
      expect(await shop.notes('socks')).toBe(0);
      expect(new Set(shop.events().map(({ id }) => id)).size).toBe(1);
    });

    it('several of one customer, each refunded in part: no total loses one', async () => {
      const ids = Array.from({ length: 8 }, (_, n) => `o${n}`);
      await Promise.all(ids.map((id) => shop.orders().place(wish(id))));
      await Promise.all(ids.map((id) => shop.orders().refund(refundOf(id, 'r', 300))));
      expect(await shop.customer(ANNA)).toMatchObject({ totalOrders: 8, totalSpent: 5_600 });
      expect(await shop.stock('boots')).toBe(2);
    });
  });
};
