import type { LocalDate } from '../domain/time/localDate.ts';
import type { AggregationState } from '../ports/AggregationLedger.ts';

/** How changes of sealed days are named among the counts of quality. */
export const SEALED = 'sealed';

/** They are kept beside the fingerprints, because they are counted once a scan and folded many times. */
const keyOf = (day: LocalDate): string => `${SEALED}:${day}`;
type Overlap = NonNullable<AggregationState['overlap']>;

/** How many changes of sealed sessions were found on a day. */
export const sealedChangesOn = ({ overlap = {} }: AggregationState, day: LocalDate): number =>
  Number(overlap[keyOf(day)] ?? 0);

/** The counts of days that may still be folded, with so many more on a day. */
export const withSealedChanges = (
  { overlap = {}, sealedThrough }: AggregationState,
  { day, count }: { readonly day: LocalDate; readonly count: number },
): Overlap => {
  const kept = Object.entries(overlap).filter(
    ([key]) => key.startsWith(`${SEALED}:`) && (sealedThrough === undefined || key > keyOf(sealedThrough)),
  );
  const counts = Object.fromEntries(kept);
  const sum = Number(counts[keyOf(day)] ?? 0) + count;
  return sum === 0 ? counts : { ...counts, [keyOf(day)]: String(sum) };
};
