import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, rotated, summarize } from '../../bench/statistics.ts';

const numbers = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('statistics of the benchmark', () => {
  it('takes the middle one of an odd number of values, and the mean of the middle two of an even number', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 9, 2])).toBe(5.5);
    expect(median([7])).toBe(7);
  });

  it('sorts by number, not by text', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('interpolates between the two nearest values, as R and NumPy do by default', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(
      quantile(
        Array.from({ length: 101 }, (_, index) => index),
        0.99,
      ),
    ).toBe(99);
  });

  it('refuses to say anything of no values, or of a share that is none', () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => quantile([1], 1.5)).toThrow(RangeError);
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });

  it('has at least half of the values on either side of the median, and all of them between least and most', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const { median: middle, min, max } = summarize(values);
        expect(values.filter((value) => value <= middle).length).toBeGreaterThanOrEqual(values.length / 2);
        expect(values.filter((value) => value >= middle).length).toBeGreaterThanOrEqual(values.length / 2);
        expect(min).toBe(Math.min(...values));
        expect(max).toBe(Math.max(...values));
      }),
    );
  });

  it('leaves the values as they were', () => {
    const values = [3, 1, 2];
    summarize(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('begins each round with another server, and leaves none out', () => {
    const servers = ['a', 'b', 'c'];
    expect([0, 1, 2, 3].map((round) => rotated(servers, round).join(''))).toEqual([
      'abc',
      'bca',
      'cab',
      'abc',
    ]);
  });
});
