import type { BrowserId, CustomerId, SessionId, SiteId, VisitorId } from '../domain/ids.ts';
import type { SessionFact } from '../domain/metrics/sessionFact.ts';
import type { SessionRecord } from '../domain/sessions/session.ts';

/** Who a visitor is, by what logins told. */
export interface VisitorIdentity {
  readonly visitor: VisitorId;
  /** Whom this visitor's sessions count for, since a login. */
  readonly aliasOf?: VisitorId;
  /** Visitors of which some login said that their sessions count for this one; of another login it may be another's. */
  readonly formers: readonly VisitorId[];
}

/** A session, as far as a list of visitors tells of it. */
export interface Visit {
  readonly visitor: VisitorId;
  readonly customer?: CustomerId;
  /** Epoch milliseconds. */
  readonly lastSeenAt: number;
  readonly device: string;
  readonly country?: string;
  readonly converted: boolean;
  /** Whether it is a bot's. */
  readonly bot: boolean;
}

/** Where and when a session began. */
export interface VisitStart {
  readonly id: SessionId;
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly device: string;
}

/**
 * What is asked of the record about persons, by the shop's staff. Visitors are named as the sessions name them: an alias is
 * not followed. Every method throws `RecordUnavailable`, with its cause, where the store does not answer in time.
 */
export interface PeopleRecord {
  /** Those of these visitors that anything was noted of. */
  identities(site: SiteId, visitors: readonly VisitorId[]): Promise<VisitorIdentity[]>;
  /** The latest sessions of these visitors together, newest first. */
  sessionsOfVisitors(site: SiteId, visitors: readonly VisitorId[], limit: number): Promise<SessionRecord[]>;
  /** The visitors of a customer's latest sessions, the latest one's first, each once. */
  visitorsOfCustomer(site: SiteId, customer: CustomerId, latestSessions: number): Promise<VisitorId[]>;
  /** The sessions last seen, of people and bots alike, the latest first. */
  latestVisits(site: SiteId, limit: number): Promise<Visit[]>;
  /** Sessions of these visitors, in no particular order. */
  visitsOfVisitors(site: SiteId, visitors: readonly VisitorId[], limit: number): Promise<Visit[]>;
  /** All sessions of these visitors, in no particular order; bots' are left out. */
  startsOfVisitors(site: SiteId, visitors: readonly VisitorId[]): Promise<VisitStart[]>;
  /** Sessions started in the span in which something was put into the cart, or ordered, in no particular order. */
  buyingSessions(site: SiteId, fromMs: number, toMs: number): Promise<SessionFact[]>;
}
