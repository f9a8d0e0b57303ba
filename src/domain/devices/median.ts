/** The middle of some numbers, or of an even count the mean of the middle two, in whole numbers; `null` of none. */
export const medianOf = (numbers: readonly number[]): number | null => {
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  const lower = sorted.length % 2 === 0 ? (sorted[middle - 1] ?? upper) : upper;
  return Math.round((lower + upper) / 2);
};
