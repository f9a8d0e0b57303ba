import { expect, it } from 'vitest';
import type { Cart, MergedCart } from '../../src/ports/Carts.ts';
import { MAX_MERGED, takenIn } from '../../src/storefront/carts/takenIn.ts';

const pieces = (quantity: number) => [{ productId: 'boots', quantity }];
const cartOf = (id: string, version: number, quantity: number): Cart => ({
  id,
  version,
  items: pieces(quantity),
  merged: [],
});
const enough = () => 1_000;

it('a customer’s cart takes in what was put into a browser’s since it came in before, and nothing of an older one', () => {
  const first = takenIn(undefined, cartOf('c1', 3, 2), enough);
  expect(first).toEqual({ items: pieces(2), merged: [{ id: 'c1', version: 3, items: pieces(2) }] });
  if (first === undefined) return;
  expect(takenIn(first, cartOf('c1', 3, 2), enough)).toBeUndefined();
  expect(takenIn(first, cartOf('c1', 2, 9), enough)).toBeUndefined();
  const fewer = takenIn(first, cartOf('c1', 4, 1), enough);
  expect(fewer).toEqual({ items: pieces(2), merged: [{ id: 'c1', version: 4, items: pieces(2) }] });
  expect(takenIn(fewer, cartOf('c1', 5, 3), enough)?.items).toEqual(pieces(3));
});

it(`a customer’s cart remembers the last ${MAX_MERGED} that came in`, () => {
  let own: { readonly items: Cart['items']; readonly merged: readonly MergedCart[] } | undefined;
  for (let n = 0; n <= MAX_MERGED; n++) own = takenIn(own, cartOf(`c${n}`, 1, 1), enough);
  expect(own?.merged.map(({ id }) => id)).toEqual(
    Array.from({ length: MAX_MERGED }, (_, index) => `c${index + 1}`),
  );
  expect(own?.items).toEqual(pieces(MAX_MERGED + 1));
});
