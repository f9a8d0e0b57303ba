import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeVisitors,
  decodeVisitorSet,
  encodeVisitorSet,
  intersectionSize,
  sharedUnionOf,
  unionOf,
  unionSize,
  visitorSetOf,
} from '../../../src/domain/metrics/visitorSet.ts';

const LARGEST = 2 ** 32 - 1;
const numbersArbitrary = fc.array(
  fc.oneof(fc.nat(100), fc.nat(200_000), fc.integer({ min: 0, max: LARGEST })),
  { maxLength: 60 },
);
const distinct = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);

describe('a set of visitors', () => {
  it('holds each number once', () => {
    fc.assert(
      fc.property(numbersArbitrary, (numbers) => {
        const set = visitorSetOf(numbers);
        expect(set.toArray()).toEqual(distinct(numbers));
        expect(set.size).toBe(distinct(numbers).length);
      }),
    );
  });

  it('holds more numbers than the library takes at once, while its memory grows', () => {
    const scattered = Uint32Array.from({ length: 6_000_000 }, (_, index) => index * 701);
    // The second of them finds no room that an earlier test may have left.
    const sets = [visitorSetOf(scattered), visitorSetOf(scattered)];
    for (const set of sets) {
      expect(set.size).toBe(scattered.length);
      expect([set.has(701), set.has(5_999_999 * 701), set.has(1)]).toEqual([true, true, false]);
      set.dispose();
    }
  });

  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(numbersArbitrary, (numbers) => {
        const set = visitorSetOf(numbers);
        expect(decodeVisitorSet(encodeVisitorSet(set)).isEqual(set)).toBe(true);
      }),
    );
  });

  it('is written in the portable format of other implementations', () => {
    // RoaringFormatSpec: cookie 12346 (no runs), 1 container, key 0, cardinality - 1, offset 16, then the values.
    const bytes = [0x3a, 0x30, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 16, 0, 0, 0, 3, 0, 9, 0];
    expect([...encodeVisitorSet(visitorSetOf([9, 3]))]).toEqual(bytes);
  });

  it('takes less room where numbers follow one another', () => {
    expect(encodeVisitorSet(visitorSetOf(new Uint32Array(50_000).keys())).length).toBeLessThan(30);
  });

  it.each([[[]], [[1, 2, 3]], [[0x3a, 0x30, 0, 0, 1, 0]]])('is not read from other bytes: %j', (bytes) => {
    expect(() => decodeVisitorSet(Uint8Array.from(bytes))).toThrow();
  });

  it('never changes', () => {
    const set = visitorSetOf([1]) as unknown as { add(number: number): void };
    expect(() => set.add(2)).toThrow();
  });
});

describe('the union of sets', () => {
  it('holds the visitors of all, however many and large, and leaves the sets as they are', () => {
    // Few sets, many small ones and many large ones are united in different ways.
    const setsArbitrary = fc.oneof(
      fc.array(numbersArbitrary, { maxLength: 8 }),
      fc.array(numbersArbitrary, { minLength: 33, maxLength: 80 }),
      fc.array(
        fc.nat(1_000_000).map((from) => Array.from({ length: 1_000 }, (_, index) => from + index * 7)),
        { minLength: 33, maxLength: 40 },
      ),
    );
    fc.assert(
      fc.property(setsArbitrary, (all) => {
        const sets = all.map((numbers) => visitorSetOf(numbers));
        const expected = visitorSetOf(all.flat());
        expect(unionOf(sets).isEqual(expected)).toBe(true);
        expect(sharedUnionOf(sets).isEqual(expected)).toBe(true);
        expect(unionSize(sets)).toBe(expected.size);
        for (const [index, set] of sets.entries()) expect(set.toArray()).toEqual(distinct(all[index] ?? []));
      }),
      { numRuns: 60 },
    );
  });

  it('is a set of its own, or the only one that holds anybody where it may be shared', () => {
    const set = visitorSetOf([1]);
    expect(unionOf([set])).not.toBe(set);
    expect(sharedUnionOf([visitorSetOf(), set, set])).toBe(set);
  });
});

describe('two sets', () => {
  it('have in common whom both hold', () => {
    fc.assert(
      fc.property(numbersArbitrary, numbersArbitrary, (a, b) => {
        const inBoth = distinct(a).filter((number) => b.includes(number));
        expect(intersectionSize(visitorSetOf(a), visitorSetOf(b))).toBe(inBoth.length);
      }),
    );
  });
});

describe('a set with visitors changed', () => {
  it('is another one, without some and with one more', () => {
    const set = visitorSetOf([1, 2, 3]);
    expect(changeVisitors(set, { without: [1, 3, 8], plus: 5 }).toArray()).toEqual([2, 5]);
    expect(set.toArray()).toEqual([1, 2, 3]);
  });

  it('is the same one where nothing changes', () => {
    const set = visitorSetOf([1, 2]);
    expect(changeVisitors(set, { without: [7], plus: 2 })).toBe(set);
    expect(changeVisitors(set, { without: [2], plus: 2 })).toBe(set);
  });
});
