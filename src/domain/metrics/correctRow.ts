import type { Dimension } from './dimensions.ts';
import { MEASURE_INDEX, ORDER_MEASURES, type OrderMeasure } from './measures.ts';
import type { Correction, DimensionRows, Row } from './piece.ts';

type Delta = Correction['delta'];

/** A row with the changes of sealed days added to its counters: the stored row stays as it is (design, section 3, "sealed"). */
export const correctRow = (row: Row, deltas: readonly Delta[]): Row => {
  if (deltas.length === 0) return row;
  const counts = row.counts.slice();
  for (const delta of deltas) {
    for (const measure of Object.keys(ORDER_MEASURES) as OrderMeasure[]) {
      counts[MEASURE_INDEX[measure]] = (counts[MEASURE_INDEX[measure]] as number) + delta[measure];
    }
  }
  return { ...row, counts };
};

const isEmpty = ({ counts, visitors }: Row): boolean =>
  visitors.isEmpty && counts.every((count) => count === 0);

/**
 * The rows of one dimension with corrections added to those of the values that they name. What has no row is in `other`, if
 * values were cut, and else gets one: rows and `other` go on summing to the corrected total.
 */
export const correctDimensionRows = (
  { rows, other }: DimensionRows,
  { dimension, corrections }: { readonly dimension: Dimension; readonly corrections: readonly Correction[] },
): DimensionRows => {
  const nothingCut = isEmpty(other);
  const corrected = new Map(rows);
  const elsewhere: Delta[] = [];
  for (const { delta, values } of corrections) {
    const value = values[dimension];
    const row = value === undefined ? undefined : (corrected.get(value) ?? (nothingCut ? other : undefined));
    if (value === undefined || row === undefined) elsewhere.push(delta);
    else corrected.set(value, correctRow(row, [delta]));
  }
  return { rows: corrected, other: correctRow(other, elsewhere) };
};
