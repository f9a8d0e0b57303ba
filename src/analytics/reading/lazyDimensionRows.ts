import { cutRows } from '../../domain/metrics/cutRows.ts';
import { MEASURE_INDEX } from '../../domain/metrics/measures.ts';
import { mergeRows } from '../../domain/metrics/mergePieces.ts';
import type { DimensionRows, Row } from '../../domain/metrics/piece.ts';
import { NO_VISITORS } from '../../domain/metrics/visitorSet.ts';

/** The merge of rows whose visitors are united when somebody first asks for them. */
const lazyRow = (rows: readonly Row[]): Row => {
  const [only] = rows;
  if (only !== undefined && rows.length === 1) return only;
  const { counts } = mergeRows(
    rows.map((row) => ({ counts: row.counts, visitors: NO_VISITORS, newVisitors: NO_VISITORS })),
  );
  let merged: Row | undefined;
  const whole = (): Row => {
    merged ??= mergeRows(rows);
    return merged;
  };
  return {
    counts,
    get visitors() {
      return whole().visitors;
    },
    get newVisitors() {
      return whole().newVisitors;
    },
  };
};

/**
 * `mergeDimensionRows` for an answer that tells ten values of a thousand: the counters that decide which ones they are are summed
 * at once, and of the others nobody's visitors are ever united.
 */
export const lazyDimensionRows = (
  all: readonly DimensionRows[],
  { maxValues }: { readonly maxValues: number },
): DimensionRows => {
  const byValue = new Map<string, Row[]>();
  for (const { rows } of all) {
    for (const [value, row] of rows) {
      const same = byValue.get(value);
      if (same) same.push(row);
      else byValue.set(value, [row]);
    }
  }
  const ranked = Array.from(byValue, ([value, rows]) => {
    const row = lazyRow(rows);
    return { value, row, visits: row.counts[MEASURE_INDEX.totalVisits] ?? 0 };
  });
  const { kept, cut } = cutRows(ranked, maxValues);
  return {
    rows: new Map(kept.map(({ value, row }) => [value, row])),
    other: lazyRow([...all.map(({ other }) => other), ...cut.map(({ row }) => row)]),
  };
};
