import { useDashboard, useRangeRefreshMs } from '../state/DashboardContext.ts';
import type { Breakdown, BreakdownRow, Dimension, Explore, Metrics } from '../wire.ts';
import { breakdownSource, type Source, sortOf } from './sources.ts';
import { type Query, useQuery } from './useQuery.ts';

/** A breakdown's rows, wherever they come from, the largest first. */
export interface Rows {
  readonly by: Dimension;
  readonly rows: readonly BreakdownRow[];
  /** All beyond the rows, where the API sums them up. */
  readonly other: Metrics | null;
  readonly total: Metrics;
  /** How many values there are. */
  readonly values: number;
}

/** The range's numbers by a dimension's values. */
export const useBreakdown = (
  by: Dimension,
  limit: number,
): { readonly source: Source; readonly query: Query<Rows> } => {
  const { subject, address } = useDashboard();
  const { metric } = address;
  const refreshMs = useRangeRefreshMs();
  const source = breakdownSource(subject, by, { metric, limit });
  const query = useQuery<Breakdown | Explore>(
    source.kind === 'too_long' ? undefined : source.url,
    source.kind === 'stored' ? refreshMs : undefined,
  );
  const rowsOf = (answer: Breakdown | Explore): Rows => {
    if ('values' in answer) return answer;
    const sort = sortOf(metric);
    const rows = answer.rows
      .filter((row) => row.other !== true)
      .sort((a, b) => (b[sort] ?? 0) - (a[sort] ?? 0));
    const other = answer.rows.find((row) => row.other === true) ?? null;
    return { by, rows: rows.slice(0, limit), other, total: answer.total, values: rows.length };
  };
  return { source, query: { ...query, data: query.data && rowsOf(query.data) } };
};
