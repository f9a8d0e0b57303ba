import type { Cohort } from '../../wire.ts';

/** Whether the period so many after a cohort's own is still going on: it is the own one of a later cohort. */
export const isOpen = (cohorts: readonly Cohort[], index: number, offset: number): boolean =>
  cohorts[index + offset]?.complete === false;

/**
 * The rate of each period after, over all cohorts that came so far: by people, so that a small cohort weighs little.
 * Periods that are still going on are left out.
 */
export const averageRates = (cohorts: readonly Cohort[]): (number | null)[] => {
  const length = Math.max(0, ...cohorts.map(({ rates }) => rates.length));
  return Array.from({ length }, (_, offset) => {
    const reached = cohorts.filter(
      ({ rates }, index) => offset < rates.length && !isOpen(cohorts, index, offset),
    );
    const size = reached.reduce((sum, cohort) => sum + cohort.size, 0);
    const returned = reached.reduce((sum, cohort) => sum + (cohort.returned[offset] ?? 0), 0);
    return size > 0 ? returned / size : null;
  });
};
