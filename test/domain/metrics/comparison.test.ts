import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisonRange } from '../../../src/domain/metrics/comparison.ts';
import type { LocalDate } from '../../../src/domain/time/localDate.ts';
import { addDays, daysBetween } from '../../../src/domain/time/localTime.ts';

const day = (text: string): LocalDate => text as LocalDate;

describe('what a range is compared with', () => {
  it.each([
    ['previous', '2026-11-22', '2026-11-22', '2026-11-21', '2026-11-21'],
    ['previous', '2026-03-01', '2026-03-07', '2026-02-22', '2026-02-28'],
    ['year', '2026-03-01', '2026-03-07', '2025-03-01', '2025-03-07'],
    ['year', '2024-02-29', '2024-02-29', '2023-02-28', '2023-02-28'],
    ['year', '2024-02-01', '2024-02-29', '2023-02-01', '2023-02-28'],
  ] as const)('(%s) for %s to %s is %s to %s', (compare, from, to, expectedFrom, expectedTo) => {
    expect(comparisonRange({ from: day(from), to: day(to), compare })).toEqual({
      from: expectedFrom,
      to: expectedTo,
    });
  });

  it('(previous) has as many days and ends on the day before', () => {
    fc.assert(
      fc.property(fc.nat({ max: 30_000 }), fc.nat({ max: 1_096 }), (start, length) => {
        const from = addDays(day('2000-01-01'), start);
        const to = addDays(from, length);
        const before = comparisonRange({ from, to, compare: 'previous' });
        expect(daysBetween(before.from, before.to)).toBe(length);
        expect(daysBetween(before.to, from)).toBe(1);
      }),
    );
  });
});
