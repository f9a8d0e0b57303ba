import type { LocalDate } from '../time/localDate.ts';
import { addDays, addYears, daysBetween } from '../time/localTime.ts';

/** What a range is compared with: as many days just before it, or the same dates a year earlier. */
export type Compare = 'previous' | 'year';

/** The range, both inclusive, that `from` to `to` is compared with. */
export const comparisonRange = ({
  from,
  to,
  compare,
}: {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly compare: Compare;
}): { readonly from: LocalDate; readonly to: LocalDate } => {
  if (compare === 'year') return { from: addYears(from, -1), to: addYears(to, -1) };
  const before = addDays(from, -1);
  return { from: addDays(before, -daysBetween(from, to)), to: before };
};
