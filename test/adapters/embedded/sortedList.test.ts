import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareValues } from '../../../src/adapters/embedded/compareValues.ts';
import { createSortedList, type SortedItem } from '../../../src/adapters/embedded/sortedList.ts';

/** More than one block holds. */
const MANY = 700;

const itemOf = (value: unknown, ordinal: number): SortedItem => ({
  value,
  entry: { document: { _id: ordinal }, logBytes: 0, ordinal },
});

const value = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 2_000 }).map((ms) => new Date(ms)) },
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b', 3, Number.NaN) },
);

test('a sorted list is a sorted array, whatever is added, removed and asked for', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: MANY, maxLength: 2 * MANY, size: 'max' }),
      fc.array(value, { maxLength: 2 * MANY, size: 'max' }),
      fc.array(fc.nat(), { maxLength: 3 * MANY, size: 'max' }),
      fc.nat({ max: 2_000 }),
      fc.nat({ max: 500 }),
      (first, later, removed, fromMs, spanMs) => {
        const items = [...first, ...later].map(itemOf);
        const list = createSortedList(items.slice(0, first.length));
        const model = new Set(items);
        for (const item of items.slice(first.length)) list.add(item);
        for (const at of removed) {
          const item = items[at % items.length];
          if (item === undefined) continue;
          list.remove(item);
          model.delete(item);
        }
        const sorted = [...model].sort(
          (a, b) => compareValues(a.value, b.value) || a.entry.ordinal - b.entry.ordinal,
        );
        const [from, past] = [new Date(fromMs), new Date(fromMs + spanMs)];
        const isFrom = (one: unknown) => compareValues(one, from) >= 0;
        const isPast = (one: unknown) => compareValues(one, past) >= 0;
        const within = sorted.filter((item) => isFrom(item.value) && !isPast(item.value));
        const all = [() => true, () => false] as const;

        expect(list.size).toBe(sorted.length);
        expect([...list.between(...all, 1)]).toEqual(sorted.map(({ entry }) => entry));
        expect([...list.between(isFrom, isPast, 1)]).toEqual(within.map(({ entry }) => entry));
        expect([...list.between(isFrom, isPast, -1)]).toEqual(within.map(({ entry }) => entry).reverse());
      },
    ),
    { numRuns: 40 },
  );
});
