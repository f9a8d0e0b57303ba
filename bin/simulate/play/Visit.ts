import type { CookieJar } from '../people/cookieJar.ts';

/** What a step tells, for the summary of what was done. */
export interface Told {
  /** The event's own id, as the shop or the page made it. */
  readonly id: string;
  readonly type: string;
  /** More than a minute after it happened. */
  readonly late: boolean;
  /** Of an order or a refund. */
  readonly amountMinor?: number;
}

/** One request, at an instant of the simulated time (epoch milliseconds). */
export interface Step {
  readonly atMs: number;
  readonly path: string;
  readonly contentType: 'application/json' | 'text/plain';
  readonly body: string;
  /** Of the page that the request is made by. */
  readonly nonce: string;
  readonly referer: string;
  /** The network lost the answer: its cookies never came. */
  readonly answerLost: boolean;
  readonly tells: readonly Told[];
}

/** One visit of a browser or a bot: its requests in order, one after another. */
export interface Visit {
  /** No step is earlier. */
  readonly startMs: number;
  readonly steps: readonly Step[];
  /** Sent with each step. */
  readonly headers: { readonly [name: string]: string };
  /** Absent for a bot, which keeps no cookies. */
  readonly jar?: CookieJar;
  /** A bot's place and user agent: by these and the day (UTC) its session is told from another's. */
  readonly bot?: string;
}
