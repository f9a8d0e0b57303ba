import { ratioOf } from './ratioOf.ts';
import { intersectionSize, type VisitorSet } from './visitorSet.ts';

/** A week or a month, with who came and who came for the first time ever. */
export interface RetentionPeriod {
  /** Its first day, or its month. */
  readonly start: string;
  readonly visitors: VisitorSet;
  readonly newVisitors: VisitorSet;
  /** Whether it is over and all of its days are known. */
  readonly complete: boolean;
}

/** The visitors whose first session ever lies in one period, and how many of them came again. */
export interface Cohort {
  readonly start: string;
  readonly size: number;
  /** Whether its own period is complete, so that nobody joins it any more. */
  readonly complete: boolean;
  /** Of the cohort, who came in its own period (all), in the one after, and so on to the last period. */
  readonly returned: number[];
  readonly rates: (number | null)[];
}

/**
 * Retention cohorts, oldest first.
 * @param periods consecutive, oldest first
 * @param cohortNew a period's cohort each, in place of its new visitors: under a filter those who were first seen with the
 * value, while any later visit counts as a return
 * @throws RangeError where there are not as many of them as periods
 */
export const retentionOf = ({
  periods,
  cohortNew = periods.map(({ newVisitors }) => newVisitors),
}: {
  readonly periods: readonly RetentionPeriod[];
  readonly cohortNew?: readonly VisitorSet[];
}): Cohort[] => {
  if (cohortNew.length !== periods.length) {
    throw new RangeError(`${cohortNew.length} cohorts for ${periods.length} periods`);
  }
  return cohortNew.map((cohort, index) => {
    const [own, ...later] = periods.slice(index) as [RetentionPeriod, ...RetentionPeriod[]];
    const { size } = cohort;
    const returned = [size, ...later.map(({ visitors }) => intersectionSize(cohort, visitors))];
    return {
      start: own.start,
      size,
      complete: own.complete,
      returned,
      rates: returned.map((count) => ratioOf(count, size)),
    };
  });
};
