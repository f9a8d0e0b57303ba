/** Figures of several rounds in one: the middle one, and between which they lay. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

const ascending = (values: Iterable<number>): Float64Array => Float64Array.from(values).sort();

/** Linear interpolation between the two nearest ranks (Hyndman and Fan's type 7, as R and NumPy have it). */
const quantileOfSorted = (sorted: Float64Array, share: number): number => {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new RangeError('a quantile of no values');
  return below + (above - below) * (at - Math.floor(at));
};

/**
 * @param share 0.5 for the median, 0.99 for the value that one in a hundred exceeds
 * @throws RangeError of no values, or where the share is not from 0 to 1
 */
export const quantile = (values: Iterable<number>, share: number): number => {
  if (!(share >= 0 && share <= 1)) throw new RangeError('a share is from 0 to 1');
  return quantileOfSorted(ascending(values), share);
};

/** @throws RangeError of no values */
export const median = (values: Iterable<number>): number => quantile(values, 0.5);

/** @throws RangeError of no values */
export const summarize = (values: Iterable<number>): Summary => {
  const sorted = ascending(values);
  return {
    median: quantileOfSorted(sorted, 0.5),
    min: quantileOfSorted(sorted, 0),
    max: quantileOfSorted(sorted, 1),
  };
};

/** The items beginning with the one at `by`, so that over the rounds each comes first, last and in between. */
export const rotated = <T>(items: readonly T[], by: number): T[] =>
  items.map((_, index) => items[(index + by) % items.length] as T);
