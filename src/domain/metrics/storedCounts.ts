import { MEASURES, type Measure } from './measures.ts';
import type { Counts } from './piece.ts';

/** Counters of several rows, measure after measure: like numbers side by side compress better. */
export interface StoredCounts {
  /** By which a reader that knows other measures finds those it knows. */
  readonly measures: readonly string[];
  /** Float64 in the order of memory: little-endian on every processor that Lambda has. */
  readonly columns: Uint8Array;
}

export const encodeCounts = (rows: readonly Counts[]): StoredCounts => {
  const columns = new Float64Array(MEASURES.length * rows.length);
  for (let measure = 0; measure < MEASURES.length; measure += 1) {
    for (const [row, counts] of rows.entries()) {
      columns[measure * rows.length + row] = counts[measure] as number;
    }
  }
  return { measures: MEASURES, columns: new Uint8Array(columns.buffer) };
};

/** What {@link encodeCounts} wrote, now or when there were other measures: a missing one is 0, an unknown one is left out. */
export const decodeCounts = ({ measures, columns }: StoredCounts): Counts[] => {
  // Copied, because a view of 8-byte numbers cannot begin just anywhere in the section.
  const stored = new Float64Array(new Uint8Array(columns).buffer);
  const rowCount = stored.length / measures.length;
  const counts = new Float64Array(rowCount * MEASURES.length);
  for (const [column, name] of measures.entries()) {
    const measure = MEASURES.indexOf(name as Measure);
    if (measure === -1) continue;
    for (let row = 0; row < rowCount; row += 1) {
      counts[row * MEASURES.length + measure] = stored[column * rowCount + row] as number;
    }
  }
  return Array.from({ length: rowCount }, (_, row) =>
    counts.subarray(row * MEASURES.length, (row + 1) * MEASURES.length),
  );
};
