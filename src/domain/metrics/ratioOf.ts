/** A ratio, or `null` where there is nothing to divide by: so it goes over the wire, which has no NaN. */
export const ratioOf = (numerator: number, denominator: number): number | null =>
  denominator > 0 ? numerator / denominator : null;
