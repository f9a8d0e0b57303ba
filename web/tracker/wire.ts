/** What travels to the tracking endpoint. The server trusts none of it; times are epoch milliseconds. */
export interface TrackedEvent {
  readonly eventType: string;
  /** Made by the browser: a retry with the same id is stored once. */
  readonly eventId: string;
  readonly occurredAt: number;
  readonly path: string;
  readonly url: string;
  /** Filled in when the page has settled: a router changes it only after the address. */
  title?: string;
  readonly referrer?: string;
  /** Milliseconds of use since the page's last leave: leaves of one page add up, and never overlap. */
  readonly engagedMs?: number;
  readonly properties?: Properties;
}

/** Facts of the shop's own about an event. */
export type Properties = { readonly [name: string]: unknown };

/** The body of one post. */
export interface TrackPost {
  readonly events: readonly TrackedEvent[];
  /** None on a site that keeps no cookies. */
  readonly nonce?: string | undefined;
  readonly site?: string | undefined;
  readonly sentAt: number;
  /** Whether a program controls the browser (W3C WebDriver). */
  readonly automation?: boolean;
  /** Set where the visitor has agreed. */
  readonly consent?: true;
}

/** What the endpoint answered. */
export interface Answer {
  readonly status: number;
  /** From `Retry-After`; 0 where the endpoint gave none, or CORS does not let us read it. */
  readonly retryAfterMs: number;
  /** It waits for the visitor's consent, and has stored nothing. */
  readonly consentNeeded?: boolean;
}

/** A visitor's consent withdrawn: an event that nobody stores, for the sake of the answer. */
export interface WithdrawalPost {
  readonly events: readonly Pick<TrackedEvent, 'eventType' | 'path'>[];
  readonly site: string | undefined;
  readonly consent: false;
}

/** Takes a post to the endpoint; rejects where there was no answer. */
export type Post = (post: TrackPost | WithdrawalPost) => Promise<Answer>;
/** The same of events alone. */
export type PostEvents = (post: TrackPost) => Promise<Answer>;
/** Leaves a post with the browser as the page goes; whether the browser took it. There is no answer. */
export type Beacon = (post: TrackPost) => boolean;
/** Where a developer is told what was dropped and why. */
export type Warn = (...what: unknown[]) => void;

/** The endpoint takes at most this many events a post. */
export const MAX_POST_EVENTS = 50;
/** Of the 60 kB a post may have, what is left for events (the browser allows 64 KiB to all requests that outlive a page). */
export const MAX_EVENTS_BYTES = 59_000;
