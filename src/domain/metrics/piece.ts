import type { LocalDate } from '../time/localDate.ts';
import type { Dimension } from './dimensions.ts';
import type { VisitorSet } from './visitorSet.ts';

/** Counters in the order of `MEASURES`. */
export type Counts = Float64Array;

/** The full set of numbers of some sessions: all of a piece, or those of one dimension value. */
export interface Row {
  readonly counts: Counts;
  readonly visitors: VisitorSet;
  readonly newVisitors: VisitorSet;
}

/** Rows by dimension value; what is beyond the largest is in `other`. */
export interface DimensionRows {
  readonly rows: ReadonlyMap<string, Row>;
  readonly other: Row;
}

export interface BotCount {
  readonly sessions: number;
  readonly hits: number;
}

/** Bots are in no row; a session with two reasons counts under each. */
export interface BotCounts extends BotCount {
  readonly reasons: { readonly [reason: string]: BotCount };
}

/** Counters of what may be missing from the numbers, by name (`accepted`, `duplicated`, `late`, `refused:no-site`, …). */
export type QualityCounts = { readonly [name: string]: number };

/** The metrics of one hour, day, finished week or finished month of a site. Pieces of disjoint times merge. */
export interface Piece {
  readonly total: Row;
  readonly dimensions: { readonly [name in Dimension]: DimensionRows };
  readonly bots: BotCounts;
  readonly quality: QualityCounts;
}

export type PieceKind = 'hour' | 'day' | 'week' | 'month';

/** Which piece of a site: an hour by the instant at which it begins, a week by its Monday, a month as `YYYY-MM`. */
export type PieceId =
  | { readonly kind: 'hour'; readonly startMs: number; readonly day: LocalDate }
  | { readonly kind: 'day'; readonly day: LocalDate }
  | { readonly kind: 'week'; readonly monday: LocalDate }
  | { readonly kind: 'month'; readonly month: string };

/** Why a piece was written. */
export type PieceReason =
  | 'minute'
  | 'day ended'
  | 'caught up'
  | 'late counts'
  | 'late events'
  | 'relabelled'
  | 'erased'
  | 'refund'
  | 'merged visitors'
  | 'by hand';

/** Which writing of a piece it is. */
export interface PieceStamp {
  /** 1 at the first writing, one more at each. */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly writtenAt: number;
  readonly reason: PieceReason;
}

/** A change to a day that is never folded again: its sources are gone (design, section 3, "sealed"). */
export interface Correction {
  readonly day: LocalDate;
  /** By which a repeated correction replaces itself. */
  readonly orderId: string;
  readonly reason: 'refund' | 'late order';
  /** Epoch milliseconds. */
  readonly at: number;
  /** Signed. */
  readonly delta: { readonly orders: number; readonly revenueMinor: number };
  /** Dimension values under which the change counts, by dimension. */
  readonly values: { readonly [dimension: string]: string };
}
