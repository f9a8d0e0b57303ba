/** A dimension value and how much it counts for where only the largest are kept. */
export interface Ranked {
  readonly value: string;
  readonly visits: number;
}

/** Most visits first; of as many, by UTF-16 code units, so that no setting of the machine changes which are kept. */
const byRank = (a: Ranked, b: Ranked): number => {
  if (a.visits !== b.visits) return b.visits - a.visits;
  return a.value < b.value ? -1 : Number(a.value > b.value);
};

/**
 * The largest values of a dimension, largest first, and those beyond them. A value with orders and no visits (an order
 * placed an hour after its session began) is ranked like any other.
 */
export const cutRows = <T extends Ranked>(
  rows: readonly T[],
  maxValues: number,
): { readonly kept: readonly T[]; readonly cut: readonly T[] } => {
  const ranked = rows.toSorted(byRank);
  return { kept: ranked.slice(0, maxValues), cut: ranked.slice(maxValues) };
};
