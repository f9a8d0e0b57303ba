import type { BrowserId, SessionId, SiteId, VisitorId } from '../domain/ids.ts';
import type { HotSession } from '../domain/sessions/session.ts';

/** A request that enqueues nothing enqueues a `session_touched` when the last message is this old (design, section 2). */
export const TOUCH_AFTER_MS = 60_000;

/** What a request does to a session's live copy, in one atomic trip. */
export interface Visit {
  readonly site: SiteId;
  readonly browser: BrowserId;
  readonly sessionId: SessionId;
  readonly nowMs: number;
  /** Page views and events of this request, added to the counters. */
  readonly pageViews: number;
  readonly events: number;
  /** Whether this request enqueues a message; one that does not is told when a `session_touched` is due. */
  readonly enqueues: boolean;
  /** Whether the visitor counts as active: not a bot. */
  readonly active: boolean;
  /** Whether the caller reads the session's `context`; where it does not, the answer may leave it out. Default true. */
  readonly details?: boolean;
  /** Makes the session where it is absent; without it an absent one is a miss. */
  readonly create?: HotSession;
}

export type VisitResult =
  | { readonly outcome: 'miss' }
  /** None lives on, and none is made: the browser's id was erased, and a cookie that holds it counts as absent. */
  | { readonly outcome: 'erased' }
  | {
      /** `created`: this very call made it. `hit`: it was there. */
      readonly outcome: 'hit' | 'created';
      /** With this visit's counters and `lastSeenAt` in it. */
      readonly session: HotSession;
      /** When the session was last seen before this visit. */
      readonly previousSeenAt: number;
      /** Nothing was enqueued for 60 s and this request enqueues nothing either. */
      readonly touchDue: boolean;
    };

/** What a login or an order changes of a session's live copy; its counters and its context stand. */
export type SessionPatch = Partial<
  Pick<
    HotSession,
    | 'visitor'
    | 'type'
    | 'customerId'
    | 'secret'
    | 'formerSecret'
    | 'secretChangedAt'
    | 'closed'
    | 'converted'
    | 'orderId'
  >
>;

export interface SessionChange {
  readonly site: SiteId;
  readonly browser: BrowserId;
  readonly sessionId: SessionId;
  readonly nowMs: number;
  readonly patch: SessionPatch;
  /** Changes nothing unless the session's secret is still this one: another login or logout may have been faster. */
  readonly fromSecret?: string;
}

export type ChangeResult =
  | { readonly outcome: 'changed' | 'missing' }
  /** `now`: what the session is by now. */
  | { readonly outcome: 'differs'; readonly now: SessionPatch & Pick<HotSession, 'secret'> };

/** Sessions of a site, by what names them. */
export interface NamedSessions {
  readonly site: SiteId;
  readonly sessions: readonly { readonly id: SessionId; readonly browser: BrowserId }[];
  readonly nowMs: number;
}

/** A person who is erased. */
export interface ErasedPerson extends NamedSessions {
  readonly browsers: readonly BrowserId[];
  /** Browsers that somebody else uses too, whose live session goes on. */
  readonly sharedBrowsers?: readonly BrowserId[];
  readonly visitors: readonly VisitorId[];
  /** Until when the browsers' cookies count as absent, epoch milliseconds. */
  readonly untilMs: number;
}

/** Visitors seen of late, by site. */
export interface ActiveVisitors {
  /** Browsers without a customer. */
  readonly anonymous: number;
  /** Visitor ids of customers. */
  readonly customers: readonly string[];
}

/**
 * Sessions of the last 30 minutes. Every method throws {@link HotSessionsUnavailable} where the store does not answer in time.
 */
export interface HotSessions {
  /** Read, extend to 30 minutes, count and mark active, or create: atomically and in one trip. */
  visit(visit: Visit): Promise<VisitResult>;
  /**
   * Changes a live copy atomically, without prolonging it; its visitor is active as whom it is from then on.
   */
  change(change: SessionChange): Promise<ChangeResult>;
  /** Visitors seen since that instant. */
  active(site: SiteId, sinceMs: number, nowMs: number): Promise<ActiveVisitors>;
  /** Live copies as they are, neither prolonged nor counted. */
  held(named: NamedSessions): Promise<HotSession[]>;
  /**
   * Deletes live copies, takes the person out of the active, and notes that these browsers were erased: no session begins under
   * them any more, and none lives on but on shared ones. @returns how many copies there were
   */
  erase(person: ErasedPerson): Promise<number>;
  close(): Promise<void>;
}

/** The store of hot sessions did not answer within its budget, or is known to be down. */
export class HotSessionsUnavailable extends Error {
  override readonly name = 'HotSessionsUnavailable';
}
