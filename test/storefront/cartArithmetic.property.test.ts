import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CartItem } from '../../src/ports/Carts.ts';
import {
  cartValueOf,
  itemsBeyond,
  MAX_PRODUCTS,
  MAX_QUANTITY,
  mergedItems,
  quantityIn,
  withQuantity,
} from '../../src/storefront/carts/cartArithmetic.ts';

const productId = fc.integer({ min: 0, max: 60 }).map((number) => `p${number}`);
const quantity = fc.integer({ min: 1, max: MAX_QUANTITY });
const cart: fc.Arbitrary<readonly CartItem[]> = fc.uniqueArray(fc.record({ productId, quantity }), {
  selector: (item) => item.productId,
  maxLength: MAX_PRODUCTS,
});
const stock = fc
  .dictionary(productId, fc.integer({ min: 0, max: 150 }))
  .map((stocks) => (id: string) => stocks[id] ?? 0);

const ids = (...carts: readonly (readonly CartItem[])[]) => [
  ...new Set(carts.flat().map((item) => item.productId)),
];

const check = <T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => void,
) => fc.assert(fc.property(...arbitraries, holds));

describe('the arithmetic of carts', () => {
  it('sets one product’s pieces and leaves the others as and where they were', () => {
    check([cart, productId, fc.integer({ min: 0, max: MAX_QUANTITY })], (items, id, wanted) => {
      const set = withQuantity(items, { productId: id, quantity: wanted });
      expect(quantityIn(set, id)).toBe(wanted);
      expect(set.filter((item) => item.productId !== id)).toEqual(
        items.filter((item) => item.productId !== id),
      );
      expect(ids(set)).toHaveLength(set.length);
    });
  });

  it('merges: never less than the customer had, never over the bounds by what is added', () => {
    check([cart, cart, stock], (own, added, stockOf) => {
      const merged = mergedItems(own, added, stockOf);
      expect(merged.length).toBeLessThanOrEqual(MAX_PRODUCTS);
      expect(ids(merged)).toHaveLength(merged.length);
      for (const id of ids(own, added, merged)) {
        const [before, more, after] = [own, added, merged].map((items) => quantityIn(items, id)) as [
          number,
          number,
          number,
        ];
        const sum = Math.min(before + more, MAX_QUANTITY, stockOf(id));
        const hasRoom = before > 0 || after > 0 || merged.length < MAX_PRODUCTS;
        if (hasRoom) expect(after).toBe(Math.max(before, more === 0 ? before : sum));
        else expect(after).toBe(0);
      }
    });
  });

  it('leaves of an ordered cart what came in after, and nothing else', () => {
    check([cart, cart], (items, ordered) => {
      const left = itemsBeyond(items, ordered);
      for (const id of ids(items, ordered)) {
        expect(quantityIn(left, id)).toBe(Math.max(0, quantityIn(items, id) - quantityIn(ordered, id)));
      }
      expect(itemsBeyond(items, items)).toEqual([]);
      expect(itemsBeyond(items, [])).toEqual(items);
    });
  });

  it('values what is for sale, in whole minor units', () => {
    check([cart, fc.dictionary(productId, fc.integer({ min: 0, max: 1_000_000 }))], (items, prices) => {
      const value = cartValueOf(items, (id) => prices[id]);
      const expected = items.map((item) => (prices[item.productId] ?? 0) * item.quantity);
      expect(value).toBe(expected.reduce((sum, line) => sum + line, 0));
      expect(Number.isSafeInteger(value)).toBe(true);
    });
  });
});
