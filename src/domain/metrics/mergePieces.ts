import { byDimension } from './byDimension.ts';
import { cutRows } from './cutRows.ts';
import { MEASURE_INDEX, MEASURES } from './measures.ts';
import type { BotCount, BotCounts, Counts, DimensionRows, Piece, QualityCounts, Row } from './piece.ts';
import { sharedUnionOf } from './visitorSet.ts';

/** So many values of a dimension are kept of a day, week and month; the rest is `(other)` (design, section 3). */
export const MAX_VALUES = 500;
/** Of an hour more are, so that a day's largest are nearly always each hour's too. */
export const MAX_VALUES_OF_HOUR = 1_000;

const groupedByName = <T>(named: Iterable<readonly [string, T]>): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const [name, item] of named) {
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
};

const sumOf = (all: readonly Counts[]): Counts => {
  const sum = new Float64Array(MEASURES.length);
  for (const counts of all) {
    for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) + (counts[index] ?? 0);
  }
  return sum;
};

/** The row of all that these count, of disjoint sessions: sums, and each visitor once. It may share what it is made of. */
export const mergeRows = (rows: readonly Row[]): Row => {
  const [first, second] = rows;
  if (first !== undefined && second === undefined) return first;
  return {
    counts: sumOf(rows.map(({ counts }) => counts)),
    visitors: sharedUnionOf(rows.map(({ visitors }) => visitors)),
    newVisitors: sharedUnionOf(rows.map(({ newVisitors }) => newVisitors)),
  };
};

/** Rows of one dimension merged by value, the largest `maxValues` kept; all else, and what was cut before, is in `other`. */
export const mergeDimensionRows = (
  all: readonly DimensionRows[],
  { maxValues }: { readonly maxValues: number },
): DimensionRows => {
  const ranked = [...groupedByName(all.flatMap(({ rows }) => [...rows]))].map(([value, rows]) => ({
    value,
    rows,
    visits: rows.reduce((sum, { counts }) => sum + (counts[MEASURE_INDEX.totalVisits] ?? 0), 0),
  }));
  const { kept, cut } = cutRows(ranked, maxValues);
  return {
    rows: new Map(kept.map(({ value, rows }) => [value, mergeRows(rows)])),
    other: mergeRows([...all.map(({ other }) => other), ...cut.flatMap(({ rows }) => rows)]),
  };
};

/** A name may be any text: hence no object is written to by it. */
const mergedByName = <T>(
  all: readonly { readonly [name: string]: T }[],
  merge: (same: readonly T[]) => T,
): { readonly [name: string]: T } =>
  Object.fromEntries(
    [...groupedByName(all.flatMap((named) => Object.entries(named)))].map(([name, same]) => [
      name,
      merge(same),
    ]),
  );

/** Sums by name. */
export const mergeQuality = (all: readonly QualityCounts[]): QualityCounts =>
  mergedByName(all, (same) => same.reduce((sum, count) => sum + count, 0));

const mergeBotCount = (all: readonly BotCount[]): BotCount => ({
  sessions: all.reduce((sum, { sessions }) => sum + sessions, 0),
  hits: all.reduce((sum, { hits }) => sum + hits, 0),
});

const mergeBots = (all: readonly BotCounts[]): BotCounts => ({
  ...mergeBotCount(all),
  reasons: mergedByName(
    all.map(({ reasons }) => reasons),
    mergeBotCount,
  ),
});

/**
 * The metrics of all these times together, which must be disjoint: the same as of all their sessions folded at once, as long
 * as no piece had more values of a dimension than it kept. The order of the pieces does not matter. What a piece cut is in
 * `other` for good, so that the rows and `other` always sum to the total.
 * @param options.maxValues how many values of each dimension are kept
 */
export const mergePieces = (pieces: readonly Piece[], options: { readonly maxValues: number }): Piece => ({
  total: mergeRows(pieces.map(({ total }) => total)),
  dimensions: byDimension((dimension) =>
    mergeDimensionRows(
      pieces.map(({ dimensions }) => dimensions[dimension]),
      options,
    ),
  ),
  bots: mergeBots(pieces.map(({ bots }) => bots)),
  quality: mergeQuality(pieces.map(({ quality }) => quality)),
});

/** The metrics of a time in which nothing happened. */
export const emptyPiece = (): Piece => mergePieces([], { maxValues: MAX_VALUES });
