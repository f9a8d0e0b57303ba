import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retentionOf } from '../../../src/domain/metrics/retentionOf.ts';
import { visitorSetOf } from '../../../src/domain/metrics/visitorSet.ts';

const period = (start: string, visitors: readonly number[], fresh: readonly number[], complete = true) => ({
  start,
  visitors: visitorSetOf(visitors),
  newVisitors: visitorSetOf(fresh),
  complete,
});

const threeWeeks = [
  period('2026-11-02', [1, 2, 3, 4], [1, 2, 3, 4]),
  period('2026-11-09', [1, 2, 5], [5]),
  period('2026-11-16', [2, 9], [], false),
];

describe('retention', () => {
  it('follows those who came first in a period through all later ones', () => {
    expect(retentionOf({ periods: threeWeeks })).toEqual([
      { start: '2026-11-02', size: 4, complete: true, returned: [4, 2, 1], rates: [1, 0.5, 0.25] },
      { start: '2026-11-09', size: 1, complete: true, returned: [1, 0], rates: [1, 0] },
      { start: '2026-11-16', size: 0, complete: false, returned: [0], rates: [null] },
    ]);
  });

  it('follows other cohorts through all visits, where a filter gives them', () => {
    const cohortNew = [visitorSetOf([2, 4]), visitorSetOf([]), visitorSetOf([9])];
    expect(retentionOf({ periods: threeWeeks, cohortNew }).map(({ returned }) => returned)).toEqual([
      [2, 1, 1],
      [0, 0],
      [1],
    ]);
  });

  it('refuses cohorts that do not match the periods', () => {
    expect(() => retentionOf({ periods: threeWeeks, cohortNew: [visitorSetOf([1])] })).toThrow(RangeError);
  });

  it('is empty where there are no periods', () => {
    expect(retentionOf({ periods: [] })).toEqual([]);
  });

  it('counts as plain sets do', () => {
    const numbers = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 8 }), (visits) => {
        const seen = new Set<number>();
        const fresh = visits.map((came) => {
          const first = came.filter((visitor) => !seen.has(visitor));
          for (const visitor of came) seen.add(visitor);
          return first;
        });
        const cohorts = retentionOf({
          periods: visits.map((came, index) => period(String(index), came, fresh[index] as number[])),
        });
        expect(cohorts.map(({ returned }) => returned)).toEqual(
          fresh.map((first, index) =>
            visits.slice(index).map((came) => came.filter((visitor) => first.includes(visitor)).length),
          ),
        );
      }),
    );
  });
});
