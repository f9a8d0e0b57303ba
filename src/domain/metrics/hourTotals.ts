import type { Counts, Piece } from './piece.ts';

/** The totals of one hour: what a day keeps of its hours. */
export interface HourTotals {
  /** The instant at which the hour begins, epoch milliseconds. */
  readonly startMs: number;
  readonly counts: Counts;
  readonly uniqueVisits: number;
  readonly newVisitors: number;
}

/** @param startMs the instant at which the hour begins, epoch milliseconds */
export const hourTotalsOf = (startMs: number, { total }: Piece): HourTotals => ({
  startMs,
  counts: total.counts,
  uniqueVisits: total.visitors.size,
  newVisitors: total.newVisitors.size,
});
