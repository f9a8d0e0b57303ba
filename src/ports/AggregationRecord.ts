import type { BrowserId, SessionId, SiteId, VisitorId } from '../domain/ids.ts';
import type { MinuteMetrics } from '../domain/metrics/minuteMetrics.ts';
import type { FoldedOrder, OrderFact } from '../domain/metrics/orderFact.ts';
import type { Correction, QualityCounts } from '../domain/metrics/piece.ts';
import type { NumberedVisitor, SessionFact } from '../domain/metrics/sessionFact.ts';
import type { LocalDate } from '../domain/time/localDate.ts';

export interface SessionRef {
  readonly id: SessionId;
  readonly browser: BrowserId;
}

/** Something that changed in the record. */
export interface Change {
  /** When, in the record's own time (epoch milliseconds). */
  readonly changedAt: number;
  /** The instant by which it belongs to an hour: a session's start, an order's placing, a quality count's time. */
  readonly at: number;
}

export interface ChangedSession extends Change {
  readonly id: SessionId;
  readonly browser: BrowserId;
  /** Where else it counts: its orders. */
  readonly orderTimes: readonly number[];
  /** Whether its verdict was looked at again since it was first told: by other rules, or by the staff. */
  readonly relabelled?: true;
  /** Whether it is what remains of an erased one: it counts as that did. */
  readonly erased?: true;
}

export interface AliasChange {
  readonly changedAt: number;
  readonly visitor: VisitorId;
}

/** What is known of a visitor. */
export interface VisitorDocument {
  readonly visitor: VisitorId;
  readonly number?: number;
  /** The first session that was numbered under this visitor. */
  readonly first?: { readonly startedAt: number } & SessionRef;
  /** Whom this visitor's sessions count for, since a login. */
  readonly aliasOf?: VisitorId;
  /** Local days on which it had a session that was folded. */
  readonly days: readonly LocalDate[];
}

/** An event of a minute, as the live view needs it. */
export interface LiveEvent {
  readonly type: string;
  readonly session: SessionId;
  readonly browser: BrowserId;
  readonly path?: string;
}

/**
 * What the aggregators read of the record, and what they note in it.
 * Every method throws `RecordUnavailable`, with its cause, where the store does not answer.
 */
export interface AggregationRecord {
  /** Sessions started in the span, in batches, in no particular order. */
  sessionsStarted(site: SiteId, fromMs: number, toMs: number): AsyncIterable<readonly SessionFact[]>;
  /** Sessions last seen since. */
  sessionsSeen(site: SiteId, sinceMs: number): Promise<SessionFact[]>;
  sessionsByRef(site: SiteId, refs: readonly SessionRef[]): Promise<SessionFact[]>;
  /** References of all sessions of a visitor, by the id that the sessions say. */
  sessionsOfVisitor(
    site: SiteId,
    visitor: VisitorId,
  ): Promise<({ readonly startedAt: number } & SessionRef)[]>;
  ordersPlaced(site: SiteId, fromMs: number, toMs: number): Promise<OrderFact[]>;
  orders(site: SiteId, orderIds: readonly string[]): Promise<OrderFact[]>;
  /** Sums of what was counted in the span. */
  quality(site: SiteId, fromMs: number, toMs: number): Promise<QualityCounts>;
  /** Events received in the span, of people and bots alike. */
  eventsReceived(site: SiteId, fromMs: number, toMs: number): Promise<LiveEvent[]>;

  /** What changed at or after an instant of the record's own time; all there is without one. */
  changedSessions(site: SiteId, sinceMs: number | undefined): Promise<ChangedSession[]>;
  changedOrders(
    site: SiteId,
    sinceMs: number | undefined,
  ): Promise<(Change & { readonly orderId: string })[]>;
  changedQuality(site: SiteId, sinceMs: number | undefined): Promise<Change[]>;
  changedAliases(site: SiteId, sinceMs: number | undefined): Promise<AliasChange[]>;
  /** When the site's first session started, or absent before that. */
  firstSessionAt(site: SiteId): Promise<number | undefined>;

  visitors(site: SiteId, ids: readonly VisitorId[]): Promise<VisitorDocument[]>;
  /** Gives numbers to visitors that have none; one that has keeps its own. Read them back to know. */
  giveNumbers(
    site: SiteId,
    numbers: readonly { readonly visitor: VisitorId; readonly number: number }[],
  ): Promise<void>;
  /** Notes days, and first sessions where they are earlier than what is noted. */
  noteVisits(
    site: SiteId,
    visits: readonly {
      readonly visitor: VisitorId;
      readonly days: readonly LocalDate[];
      readonly first?: { readonly startedAt: number } & SessionRef;
    }[],
  ): Promise<void>;
  /** Notes numbers on sessions, or takes them back where `numbered` is absent. Does not count as a change of the session. */
  noteNumbers(
    site: SiteId,
    notes: readonly (SessionRef & { readonly numbered: NumberedVisitor | undefined })[],
  ): Promise<void>;
  /** Notes what the metrics hold of orders now. Does not count as a change of the order. */
  noteFolded(
    site: SiteId,
    orders: readonly { readonly orderId: string; readonly folded: FoldedOrder }[],
  ): Promise<void>;

  /**
   * Forgets visitors who came last before a day whose sessions are gone. Those whom a login made a customer's stay: who they are is
   * no note on a visit.
   */
  forgetVisitors(site: SiteId, before: { readonly day: LocalDate; readonly startMs: number }): Promise<void>;

  saveDailyMetrics(site: SiteId, day: DailyMetricsDocument): Promise<void>;
  saveMinutes(site: SiteId, minutes: readonly MinuteMetrics[]): Promise<void>;
  saveCorrections(site: SiteId, corrections: readonly Correction[]): Promise<void>;
}

/** A day as the record keeps it: readable numbers, and the bitmaps from which uniques over any range can be made again. */
export interface DailyMetricsDocument {
  readonly day: LocalDate;
  readonly version: number;
  /** Epoch milliseconds. */
  readonly writtenAt: number;
  readonly reason: string;
  readonly timezone: string;
  readonly currency: string;
  /** Measures, `uniqueVisits`, `newVisitors` and `returningVisitors`, by name. */
  readonly totals: { readonly [name: string]: number };
  /** The same for each value of each dimension. */
  readonly dimensions: {
    readonly [dimension: string]: readonly ({ readonly value: string } & {
      readonly [name: string]: number | string;
    })[];
  };
  readonly bots: { readonly sessions: number; readonly hits: number };
  readonly quality: QualityCounts;
  readonly visitors: Uint8Array;
  readonly newVisitors: Uint8Array;
}
