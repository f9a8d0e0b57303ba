import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PRODUCTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { Catalogue } from '../../src/ports/Catalogue.ts';
import { OTHER_SITE, product, SITE } from '../orders/orderFixtures.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

/** What every catalogue must do: run on each place that it may be in. */
export const catalogueContract = (start: () => Promise<RecordPlace>): void => {
  describe('a catalogue', () => {
    let place: RecordPlace;
    let catalogue: Catalogue;
    const site = SITE.id;
    const stockOf = async (id: string) => (await catalogue.find(site, [id]))[0]?.stock;
    beforeAll(async () => {
      place = await start();
      catalogue = mongoCatalogue({ db: place.db, timeoutMs: 10_000 });
      await mongoRecordStore({ db: place.db }).ensureIndexes();
    });
    beforeEach(async () => {
      await place.empty();
      await catalogue.seed(site, [product('socks'), product('boots', { stock: 3 })]);
    });
    afterAll(() => place?.stop());

    it("lists a site's products in the shop's order, and no other site's", async () => {
      await catalogue.seed(OTHER_SITE.id, [product('hat')]);
      expect(await catalogue.products(site)).toEqual([product('socks'), product('boots', { stock: 3 })]);
      expect(await catalogue.products(OTHER_SITE.id)).toEqual([product('hat')]);
    });

    it('finds products by their ids, as far as there are any', async () => {
      expect(await catalogue.find(site, ['boots', 'none'])).toEqual([product('boots', { stock: 3 })]);
      expect(await catalogue.find(site, [])).toEqual([]);
    });

    it('seeds what is not there, and leaves what is', async () => {
      await catalogue.setStock(site, 'socks', 4);
      await catalogue.seed(site, [product('socks', { name: 'Other' }), product('boots'), product('hat')]);
      expect(await catalogue.products(site)).toEqual([
        product('socks', { stock: 4 }),
        product('boots', { stock: 3 }),
        product('hat'),
      ]);
    });

    it('seeds a product that only orders have told of', async () => {
      const total = { productId: 'hat', totalSales: 2, totalRevenueMinor: 500, seen: 1 };
      await catalogue.saveTotals(site, [total]);
      expect(await catalogue.find(site, ['hat'])).toEqual([]);
      await catalogue.seed(site, [product('hat')]);
      expect(await catalogue.find(site, ['hat'])).toEqual([product('hat')]);
    });

    it('takes pieces once by the reservation’s id, and never more than there are', async () => {
      expect(await catalogue.reserve(site, 'boots', { id: 'o1', quantity: 2 })).toBe(true);
      expect(await catalogue.reserve(site, 'boots', { id: 'o1', quantity: 2 })).toBe(true);
      expect(await stockOf('boots')).toBe(1);
      expect(await catalogue.reserve(site, 'boots', { id: 'o2', quantity: 2 })).toBe(false);
      expect(await catalogue.reserve(site, 'none', { id: 'o2', quantity: 1 })).toBe(false);
      expect(await stockOf('boots')).toBe(1);
    });

    it('takes pieces of one product for many at once, never more than there are', async () => {
      const taken = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          catalogue.reserve(site, 'socks', { id: `o${n % 6}`, quantity: 3 }),
        ),
      );
      expect(taken.filter(Boolean)).toHaveLength(6);
      expect(await stockOf('socks')).toBe(1);
    });

    it('gives pieces back once, and takes none for a reservation that was released', async () => {
      await catalogue.reserve(site, 'boots', { id: 'o1', quantity: 2 });
      await Promise.all([1, 2, 3].map(() => catalogue.release(site, 'boots', 'o1')));
      expect(await stockOf('boots')).toBe(3);
      expect(await catalogue.reserve(site, 'boots', { id: 'o1', quantity: 2 })).toBe(false);
      await catalogue.release(site, 'boots', 'never');
      expect(await catalogue.reserve(site, 'boots', { id: 'never', quantity: 1 })).toBe(false);
      expect(await stockOf('boots')).toBe(3);
    });

    it('keeps what is settled: it is neither given back nor taken again', async () => {
      await catalogue.reserve(site, 'boots', { id: 'a.b$c', quantity: 2 });
      await catalogue.settle(site, [
        { productId: 'boots', id: 'a.b$c' },
        { productId: 'boots', id: 'never' },
        { productId: 'none', id: 'a.b$c' },
      ]);
      await catalogue.release(site, 'boots', 'a.b$c');
      expect(await catalogue.reserve(site, 'boots', { id: 'a.b$c', quantity: 1 })).toBe(false);
      expect(await stockOf('boots')).toBe(1);
    });

    it('puts returned pieces back once, also after the return is settled', async () => {
      await Promise.all([1, 2, 3].map(() => catalogue.restock(site, 'boots', { id: 'r1', quantity: 2 })));
      await catalogue.settle(site, [{ productId: 'boots', id: 'r1' }]);
      await catalogue.restock(site, 'boots', { id: 'r1', quantity: 2 });
      expect(await stockOf('boots')).toBe(5);
    });

    it('remembers no more reservations than a document can bear', async () => {
      const products = place.db.collection(PRODUCTS);
      const over = Array.from({ length: 1_000 }, (_, n) => `o${n}`);
      const filter = { productId: 'socks' };
      await products.bulkWrite([{ updateOne: { filter, update: { $set: { over } } } }], { ordered: true });
      for (const id of ['a', 'b', 'c']) await catalogue.release(site, 'socks', id);
      const stored = await products.findOne(filter);
      expect(stored?.over).toHaveLength(1_000);
      expect(stored?.over).toEqual(expect.arrayContaining(over.slice(3)));
    });

    it('keeps the sales of each day of whoever saw more, and gives those of a product', async () => {
      const day = (n: number) => ({ fromMs: n * 86_400_000, toMs: (n + 1) * 86_400_000 });
      const of = (productId: string, totalSales: number, seen: number) => ({
        productId,
        totalSales,
        totalRevenueMinor: totalSales * 1_000,
        seen,
      });
      await catalogue.saveSalesDay(site, day(1), of('boots', 3, 2));
      await catalogue.saveSalesDay(site, day(1), of('boots', 1, 1));
      await catalogue.saveSalesDay(site, day(2), of('boots', 5, 3));
      await catalogue.saveSalesDay(site, day(2), of('socks', 7, 1));
      await catalogue.saveSalesDay(OTHER_SITE.id, day(2), of('boots', 9, 9));
      const days = await catalogue.salesDays(site, 'boots');
      expect(days.sort((a, b) => a.seen - b.seen)).toEqual([of('boots', 3, 2), of('boots', 5, 3)]);
    });

    it('keeps the totals of whoever saw more', async () => {
      const totals = (totalSales: number, seen: number) => [
        { productId: 'boots', totalSales, totalRevenueMinor: totalSales * 1_000, seen },
      ];
      await catalogue.saveTotals(site, totals(3, 2));
      await catalogue.saveTotals(site, totals(1, 1));
      await catalogue.saveTotals(site, totals(2, 3));
      await catalogue.saveTotals(site, totals(9, 3));
      expect(await place.db.collection(PRODUCTS).findOne({ productId: 'boots' })).toMatchObject({
        _id: 'shop:boots',
        siteId: 'shop',
        totalSales: 2,
        totalRevenue: 2_000,
        stock: 3,
      });
    });
  });
};
