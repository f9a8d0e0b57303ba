import type { BotVerdict, SessionVerdict } from '../bots/verdict.ts';
import type { BrowserId, CustomerId, SessionId, SiteId, VisitorId } from '../ids.ts';
import type { ClickIds, UtmParameters } from '../metadata/campaign.ts';
import type { Device } from '../metadata/device.ts';

/** Idle time after which the next request begins a new session (design, section 1; GA4's default). */
export const SESSION_IDLE_MS = 30 * 60_000;
/** A session is at most this long. */
export const SESSION_MAX_AGE_MS = 24 * 60 * 60_000;
/** A session holds at most this many events. */
export const SESSION_MAX_EVENTS = 2_000;

export type SessionType = 'ANONYMOUS' | 'CUSTOMER';

/** What the request that began a session told of it. */
export interface SessionContext {
  /** Whether this is its browser's first session. */
  readonly newBrowser: boolean;
  /** Path of the page on which the visit began. */
  readonly landingPage?: string;
  /** Scrubbed URL of that page. */
  readonly landingUrl?: string;
  /** Scrubbed URL the visitor came from, unclassified: the writer says what channel it is. */
  readonly referrer?: string;
  readonly utm: UtmParameters;
  readonly clickIds: ClickIds;
  readonly device: Device;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** Truncated to /24 or /48. */
  readonly address?: string;
  /** What that request told against it, also where it did not suffice. */
  readonly bot?: BotVerdict;
  /** The cookie's secret `k`: a login replaces it, so that a cookie planted before it is worth nothing. */
  readonly secret: string;
}

/** The session's live copy, there for 30 minutes after the last activity. */
export interface HotSession {
  readonly id: SessionId;
  readonly site: SiteId;
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  readonly type: SessionType;
  readonly customerId?: CustomerId;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  readonly pageViews: number;
  /** Events of all kinds seen on the hot path; a retry may count twice here, never in the record. */
  readonly events: number;
  readonly converted: boolean;
  readonly orderId?: string;
  /** The cookie's secret `k` that this session accepts. */
  readonly secret: string;
  /** The one before, which is let in for a minute after the change and told nothing (design, section 4). */
  readonly formerSecret?: string;
  /** When a login or logout changed the secret, epoch milliseconds. */
  readonly secretChangedAt?: number;
  /** A logout ended it: nobody is let in again. */
  readonly closed?: true;
  /** Absent where the session was rebuilt from its cookie alone. */
  readonly context?: SessionContext;
}

/** A session in the record: the fold of its events. */
export interface SessionRecord {
  readonly id: SessionId;
  readonly site: SiteId;
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  readonly type: SessionType;
  readonly customerId?: CustomerId;
  readonly startedAt: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly durationMs: number;
  readonly pageViews: number;
  /** Interactive events besides page views (not `product_view`, `page_leave`, `session_started`, `session_touched`, `order_refunded`, nor a login by a token). */
  readonly interactions: number;
  readonly engagedMs: number;
  readonly bounce: boolean;
  readonly newBrowser: boolean;
  readonly landingPage?: string;
  readonly exitPage?: string;
  readonly referrer?: string;
  readonly referrerHost?: string;
  readonly channel: string;
  readonly trafficSource?: string;
  readonly utm: UtmParameters;
  readonly clickIds: ClickIds;
  readonly device: Device;
  readonly country?: string;
  readonly address?: string;
  readonly productViews: number;
  readonly cartAdds: number;
  readonly cartValueMinor?: number;
  readonly checkoutStarted: boolean;
  readonly converted: boolean;
  /** The session's latest order. */
  readonly orderId?: string;
  readonly orders: readonly SessionOrder[];
  /** Absent where nothing speaks against it. */
  readonly bot?: SessionVerdict;
  readonly secret?: string;
  readonly formerSecret?: string;
  readonly secretChangedAt?: number;
  readonly closed?: true;
  /** With `eventsSeen`, the guard under which a fold is stored: whoever saw more wins. */
  readonly epoch: number;
  readonly eventsSeen: number;
}

export interface SessionOrder {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly placedAt: number;
  readonly refundedMinor: number;
}
