import { correctDimensionRows } from '../../domain/metrics/correctRow.ts';
import type { Dimension } from '../../domain/metrics/dimensions.ts';
import { MAX_VALUES } from '../../domain/metrics/mergePieces.ts';
import { type Metrics, metricsOf } from '../../domain/metrics/metricsOf.ts';
import type { DimensionRows, Row } from '../../domain/metrics/piece.ts';
import type { BreakdownAnswer } from '../operations/breakdownOperation.ts';
import type { SiteCover } from '../reading/coverOf.ts';
import { lazyDimensionRows } from '../reading/lazyDimensionRows.ts';
import type { Filter } from '../wire/parameters.ts';
import { type DayRange, rangeOf } from '../wire/rangeOf.ts';
import type { Reading } from './Reading.ts';
import { statusOf } from './statusOf.ts';
import { totalsOf } from './totalsOf.ts';

/** Bots have no values. */
const metricsOfRow = ({ counts, visitors, newVisitors }: Row): Metrics =>
  metricsOf({ counts, uniqueVisits: visitors.size, newVisitors: newVisitors.size, bots: 0 });

const isEmpty = ({ counts }: Row): boolean => counts.every((count) => count === 0);

/** What is reckoned of visitors; all else follows from the counters. */
const OF_VISITORS: ReadonlySet<keyof Metrics> = new Set(['uniqueVisits', 'newVisitors', 'returningVisitors']);

/** What a row is sorted by; what is no number comes last. Visitors are united only where they decide. */
const rankOf = (row: Row, sort: keyof Metrics): number => {
  const metrics = OF_VISITORS.has(sort)
    ? metricsOfRow(row)
    : metricsOf({ counts: row.counts, uniqueVisits: 0, newVisitors: 0, bots: 0 });
  return metrics[sort] ?? Number.NEGATIVE_INFINITY;
};

/** Largest first; of as much, by value. */
const sorted = (rows: DimensionRows['rows'], sort: keyof Metrics) =>
  Array.from(rows, ([value, row]) => ({ value, row, rank: rankOf(row, sort) })).sort(
    (a, b) =>
      (a.rank === b.rank ? 0 : b.rank - a.rank) || (a.value < b.value ? -1 : Number(a.value > b.value)),
  );

const rowsOf = async (
  { site, heads, merged }: Reading,
  range: DayRange,
  by: Dimension,
  { groups }: SiteCover,
): Promise<DimensionRows> => {
  const rows = lazyDimensionRows([await merged.dimension(site.id, groups, by)], { maxValues: MAX_VALUES });
  return correctDimensionRows(rows, { dimension: by, corrections: heads.corrections(range) });
};

const filtered = ({ rows }: DimensionRows, filter: Filter | undefined): DimensionRows['rows'] => {
  if (filter === undefined) return rows;
  const row = rows.get(filter.value);
  return new Map(row === undefined ? [] : [[filter.value, row]]);
};

/** The numbers of each value of a dimension over a range: of all, or of the one that is filtered by. */
export const breakdown = async (
  reading: Reading,
  {
    range,
    by,
    filter,
    sort,
    limit,
  }: {
    readonly range: DayRange;
    readonly by: Dimension;
    /** Of the same dimension. */
    readonly filter: Filter | undefined;
    readonly sort: keyof Metrics;
    readonly limit: number;
  },
): Promise<BreakdownAnswer> => {
  const totals = await totalsOf(reading, range, filter);
  const dimension = await rowsOf(reading, range, by, totals.cover);
  const rows = filtered(dimension, filter);
  return {
    by,
    range: rangeOf(range),
    rows: sorted(rows, sort)
      .slice(0, limit)
      .map(({ value, row }) => ({ value, ...metricsOfRow(row) })),
    other: filter !== undefined || isEmpty(dimension.other) ? null : metricsOfRow(dimension.other),
    total: metricsOf(totals),
    values: rows.size,
    status: statusOf(reading, range, totals),
  };
};
