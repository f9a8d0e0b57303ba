import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INDEXES, SHOP_CARTS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoCarts } from '../../src/adapters/mongodb/mongoCarts.ts';
import type { CustomerId, SiteId } from '../../src/domain/ids.ts';
import type { Cart, CartOwner, Carts } from '../../src/ports/Carts.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

const SHOP = 'shop' as SiteId;
const OTHER = 'other' as SiteId;
const ANNA: CartOwner = { kind: 'customer', customer: 'anna' as CustomerId };
const NOBODY: CartOwner = { kind: 'anonymous', token: 'anna' };

const first: Cart = {
  id: 'cart-1',
  version: 1,
  items: [
    { productId: 'red-runners', quantity: 2 },
    { productId: 'a.$b', quantity: 1 },
  ],
  merged: [],
};
const second: Cart = {
  ...first,
  version: 2,
  items: [{ productId: 'straw-hat', quantity: 1 }],
  merged: [{ id: 'cart-0', version: 7, items: first.items }],
};

/** What every place of carts does (`src/ports/Carts.ts`). */
export const cartsContract = (start: () => Promise<RecordPlace>): void => {
  describe('carts', () => {
    let place: RecordPlace;
    let carts: Carts;
    beforeAll(async () => {
      place = await start();
      carts = mongoCarts({ db: place.db, timeoutMs: 10_000 });
    });
    beforeEach(() => place.empty());
    afterAll(() => place?.stop());

    it('are found as they were saved, by their owner alone', async () => {
      expect(await carts.find(SHOP, ANNA)).toBeUndefined();
      expect(await carts.save(SHOP, ANNA, first)).toBe(true);
      expect(await carts.find(SHOP, ANNA)).toEqual(first);
      expect(await carts.find(SHOP, NOBODY)).toBeUndefined();
      expect(await carts.find(OTHER, ANNA)).toBeUndefined();
    });

    it('change from one version to the next alone', async () => {
      expect(await carts.save(SHOP, ANNA, second)).toBe(false);
      await carts.save(SHOP, ANNA, first);
      expect(await carts.save(SHOP, ANNA, first)).toBe(false);
      expect(await carts.save(SHOP, ANNA, second)).toBe(true);
      expect(await carts.save(SHOP, ANNA, { ...second, items: [] })).toBe(false);
      expect(await carts.find(SHOP, ANNA)).toEqual(second);
      const other = { id: 'cart-2', version: 3, items: [], merged: [] };
      expect(await carts.save(SHOP, ANNA, other)).toBe(true);
      expect(await carts.find(SHOP, ANNA)).toEqual(other);
    });

    it('are made once, and changed once, where twenty do it at once', async () => {
      const twenty = (version: number) =>
        Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            carts.save(SHOP, ANNA, { id: `by-${index}`, version, items: [], merged: [] }),
          ),
        );
      for (const version of [1, 2]) {
        const saved = await twenty(version);
        expect(saved.filter(Boolean)).toHaveLength(1);
        expect((await carts.find(SHOP, ANNA))?.id).toBe(`by-${saved.indexOf(true)}`);
      }
    });

    it('are removed where they are still the same', async () => {
      await carts.save(SHOP, ANNA, first);
      await carts.save(SHOP, NOBODY, first);
      expect(await carts.remove(SHOP, ANNA, { ...first, id: 'cart-0' })).toBe(false);
      expect(await carts.remove(SHOP, ANNA, second)).toBe(false);
      expect(await carts.find(SHOP, ANNA)).toEqual(first);
      expect(await carts.remove(SHOP, ANNA, first)).toBe(true);
      expect(await carts.remove(SHOP, ANNA, first)).toBe(false);
      expect(await carts.find(SHOP, ANNA)).toBeUndefined();
      expect(await carts.find(SHOP, NOBODY)).toEqual(first);
      expect(await carts.save(SHOP, ANNA, first)).toBe(true);
    });

    it('of browsers alone have the date that their time runs from', async () => {
      const [index] = INDEXES[SHOP_CARTS] ?? [];
      expect(index).toEqual({ key: { anonymousAt: 1 }, expireAfterSeconds: 30 * 24 * 60 * 60 });
      const stored = async () => (await place.db.collection(SHOP_CARTS).find({}).toArray())[0];
      await carts.save(SHOP, NOBODY, first);
      const begun = (await stored())?.anonymousAt;
      expect(begun).toBeInstanceOf(Date);
      await setTimeout(5);
      await carts.save(SHOP, NOBODY, second);
      expect(Number((await stored())?.anonymousAt)).toBeGreaterThan(Number(begun));
      await place.empty();
      await carts.save(SHOP, ANNA, first);
      expect(await stored()).not.toHaveProperty('anonymousAt');
    });

    it('keep a browser’s token from whoever reads the record', async () => {
      const token = 'Y5Rq9Z3jClUTNVATawtAnQ';
      await carts.save(SHOP, { kind: 'anonymous', token }, first);
      const stored = await place.db.collection(SHOP_CARTS).find({}).toArray();
      expect(stored).toHaveLength(1);
      expect(JSON.stringify(stored)).not.toContain(token);
    });
  });
};
