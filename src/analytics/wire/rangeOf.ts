import type { LocalDate } from '../../domain/time/localDate.ts';
import { addYears, daysBetween } from '../../domain/time/localTime.ts';
import { badRequest } from '../http/ApiFault.ts';
import type { Range } from './statusSchema.ts';

/** Longest range that is answered. */
const MAX_YEARS = 3;

/** Days, both ends inclusive. */
export interface DayRange {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/**
 * The range that a request is about.
 * @throws ApiFault (400) where it ends before it begins, or is longer than three years
 */
export const checkedRange = ({ from, to }: DayRange): DayRange => {
  if (from > to) throw badRequest('from', 'from must not be after to.');
  if (to >= addYears(from, MAX_YEARS))
    throw badRequest('to', `The range must be at most ${MAX_YEARS} years.`);
  return { from, to };
};

/** A range as the wire has it. */
export const rangeOf = ({ from, to }: DayRange): Range => ({ from, to, days: daysBetween(from, to) + 1 });
