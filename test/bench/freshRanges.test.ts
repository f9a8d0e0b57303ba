import fc from 'fast-check';
import { expect, it } from 'vitest';
import { freshRanges } from '../../bench/metrics/freshRanges.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { daysBetween } from '../../src/domain/time/localTime.ts';

const YESTERDAY = '2026-11-21' as LocalDate;

it('ranges that nobody has asked for are all different, none of those of the warm-up, and within the days that are filled in', () => {
  const wanted = fc.record({
    days: fc.integer({ min: 1, max: 400 }),
    count: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(wanted, ({ days, count }) => {
      const { range, warmUp, daysNeeded } = freshRanges({ days, count });
      const all = [
        ...Array.from({ length: count }, (_, index) => range(YESTERDAY, index)),
        ...warmUp(YESTERDAY),
      ];
      expect(new Set(all.map(({ from, to }) => `${from}..${to}`)).size).toBe(all.length);
      for (const { from, to } of all) {
        expect(daysBetween(from, to) + 1).toBeGreaterThanOrEqual(days);
        expect(daysBetween(from, YESTERDAY)).toBeLessThan(daysNeeded);
        expect(to <= YESTERDAY).toBe(true);
      }
    }),
  );
});
