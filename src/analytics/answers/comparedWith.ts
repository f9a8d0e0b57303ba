import { type Compare, comparisonRange } from '../../domain/metrics/comparison.ts';
import type { DayRange } from '../wire/rangeOf.ts';

/** The range to compare with, where one is wanted. */
export const comparedWith = (range: DayRange, compare: Compare | undefined): DayRange | undefined =>
  compare === undefined ? undefined : comparisonRange({ ...range, compare });

/** Something of the range and, where there is one, of the range that it is compared with. */
export const ofBoth = async <T>(
  range: DayRange,
  previous: DayRange | undefined,
  make: (range: DayRange) => Promise<T>,
): Promise<readonly [T, T | null]> =>
  Promise.all([make(range), previous === undefined ? null : make(previous)]);
