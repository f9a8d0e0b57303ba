import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { addDays } from '../../src/domain/time/localTime.ts';

/** So many ranges end on different days before one is a day longer. */
const SHIFTS = 20;

/**
 * Ranges of so many days and a little more that are each asked for once: no answer of before helps. Those that were taken to warm up
 * are longer by another day, and of the same stored pieces.
 */
export const freshRanges = ({ days, count }: { readonly days: number; readonly count: number }) => {
  const longer = Math.ceil(count / SHIFTS);
  const range = (
    yesterday: LocalDate,
    index: number,
  ): { readonly from: LocalDate; readonly to: LocalDate } => {
    const to = addDays(yesterday, -(index % SHIFTS));
    return { from: addDays(to, 1 - days - Math.floor(index / SHIFTS)), to };
  };
  return {
    /** That must be there for all of them. */
    daysNeeded: days + longer + SHIFTS,
    warmUp: (yesterday: LocalDate) =>
      Array.from({ length: SHIFTS }, (_, index) => range(yesterday, longer * SHIFTS + index)),
    /** @param index from 0 to less than `count` */
    range,
  };
};
