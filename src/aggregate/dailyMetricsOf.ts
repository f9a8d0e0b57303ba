import { byDimension } from '../domain/metrics/byDimension.ts';
import { OTHER } from '../domain/metrics/dimensions.ts';
import { MEASURES } from '../domain/metrics/measures.ts';
import type { Piece, PieceStamp, Row } from '../domain/metrics/piece.ts';
import { encodeVisitorSet } from '../domain/metrics/visitorSet.ts';
import type { Site } from '../domain/site.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import type { DailyMetricsDocument } from '../ports/AggregationRecord.ts';

type Totals = DailyMetricsDocument['totals'];

const totalsOf = ({ counts, visitors, newVisitors }: Row): Totals => ({
  ...Object.fromEntries(MEASURES.map((name, index) => [name, counts[index] ?? 0])),
  uniqueVisits: visitors.size,
  newVisitors: newVisitors.size,
  returningVisitors: visitors.size - newVisitors.size,
});

const countsAnything = ({ counts }: Row): boolean => counts.some((count) => count !== 0);

/** A day as the record keeps it. */
export const dailyMetricsOf = ({
  day,
  site,
  stamp,
  piece: { total, dimensions, bots, quality },
}: {
  readonly day: LocalDate;
  readonly site: Site;
  readonly stamp: PieceStamp;
  readonly piece: Piece;
}): DailyMetricsDocument => ({
  day,
  ...stamp,
  timezone: site.timezone,
  currency: site.currency,
  totals: totalsOf(total),
  dimensions: byDimension((dimension) => {
    const { rows, other } = dimensions[dimension];
    const listed = countsAnything(other) ? [...rows, [OTHER, other] as const] : [...rows];
    return listed.map(([value, row]) => ({ value, ...totalsOf(row) }));
  }),
  bots: { sessions: bots.sessions, hits: bots.hits },
  quality,
  visitors: encodeVisitorSet(total.visitors),
  newVisitors: encodeVisitorSet(total.newVisitors),
});
