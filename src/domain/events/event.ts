import { VERDICT_EVENTS } from '../bots/verdictEvents.ts';
import type { BrowserId, CustomerId, EventId, SessionId, SiteId, VisitorId } from '../ids.ts';
import type { SessionContext } from '../sessions/session.ts';

/** Who says that an event happened; set by us, never by a client. */
export type EventSource = 'browser' | 'server';

export type PropertyScalar = string | number | boolean | null;
/** A property is a scalar, or a list or object of scalars (one level). Server events may nest one level more (an order's items). */
export type PropertyValue =
  | PropertyScalar
  | readonly PropertyValue[]
  | { readonly [key: string]: PropertyValue };
export type EventProperties = { readonly [key: string]: PropertyValue };

/** Event types with a meaning of their own; a shop may use any other name as well. */
export const WELL_KNOWN_BROWSER_EVENTS = [
  'page_view',
  'page_leave',
  'product_view',
  'add_to_cart',
  'remove_from_cart',
  'checkout_started',
] as const;

/** What an event's type may be, ours or a shop's own. */
export const EVENT_TYPE = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;

/** Types that only a server may send: a browser's is refused with 400, and the fold believes none from a browser. */
export const SERVER_ONLY_EVENTS = [
  'session_started',
  'session_touched',
  'customer_login',
  'customer_logout',
  'order_completed',
  'order_refunded',
  ...VERDICT_EVENTS,
] as const;
export type ServerOnlyEvent = (typeof SERVER_ONLY_EVENTS)[number];

const serverOnly: ReadonlySet<string> = new Set(SERVER_ONLY_EVENTS);
/** Whether only a server may send an event of this type. */
export const isServerOnlyEvent = (type: string): type is ServerOnlyEvent => serverOnly.has(type);

/** Types of the events that tell of orders. */
export const ORDER_EVENTS = [
  'order_completed',
  'order_refunded',
] as const satisfies readonly ServerOnlyEvent[];

/** One thing that happened in a session, as it travels in a queue message. All times are epoch milliseconds. */
export interface SessionEvent {
  readonly id: EventId;
  readonly type: string;
  readonly source: EventSource;
  /** When it happened: the client's clock, believed within bounds. */
  readonly occurredAt: number;
  /** When our server heard of it. */
  readonly receivedAt: number;
  /** Path of the page, without query. */
  readonly path?: string;
  /** Scrubbed URL of the page. */
  readonly url?: string;
  readonly title?: string;
  /** Scrubbed URL of the page before, as the browser told it. */
  readonly referrer?: string;
  /** Milliseconds for which the page was visible and in use, told by `page_leave`. */
  readonly engagedMs?: number;
  readonly properties?: EventProperties;
  /** Only on `session_started`: what was known of the session at its creation. */
  readonly context?: SessionContext;
  /** Only on server events about a customer. */
  readonly customerId?: CustomerId;
  /**
   * Only on `customer_login`: the browser's visitor id before the login, where that belonged to no customer. Its sessions count
   * for the event's visitor from then on (design, section 6).
   */
  readonly formerVisitor?: VisitorId;
  /** Only on `customer_login` and `customer_logout`: the cookie's secret from then on, and the one until then. */
  readonly secret?: string;
  readonly formerSecret?: string;
  /** Raised by relabelling and erasing; the fold takes the largest. Absent is 0. */
  readonly epoch?: number;
}

/** An event as the record keeps it: with the session it belongs to. */
export interface StoredEvent extends SessionEvent {
  readonly site: SiteId;
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  readonly session: SessionId;
  /** The session's start as the sender knew it; the fold takes the smallest. */
  readonly sessionStartedAt: number;
}
