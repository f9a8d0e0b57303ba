import type { CartLine } from '../people/cart.ts';
import type { CookieJar } from '../people/cookieJar.ts';

/** What a step tells, for the summary of what was done. */
export interface Told {
  /** The event's own id, as the page made it; of what the shop tells itself, the simulation's own. */
  readonly id: string;
  readonly type: string;
  /** More than a minute after it happened. */
  readonly late: boolean;
  /** Of an order or a refund. */
  readonly amountMinor?: number;
}

/** An order as it was sent; the shop gives it its id. */
export interface PlacedOrder {
  readonly lines: readonly CartLine[];
  readonly amountMinor: number;
  /** Since the shop has answered. */
  id?: string;
}

/** What a browser keeps of the shop's answer, and what must stand in it: the shop and its visitors agree on each amount. */
export type Taken =
  /** The access token that goes with the page's next requests. */
  | { readonly kind: 'login' }
  | { readonly kind: 'logout' }
  | { readonly kind: 'cart'; readonly totalMinor: number }
  | { readonly kind: 'order'; readonly order: PlacedOrder }
  | { readonly kind: 'refund'; readonly order: PlacedOrder; readonly amountMinor: number };

/** One request, at an instant of the simulated time (epoch milliseconds). */
export interface Step {
  readonly atMs: number;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Made when it is sent: some hold what the shop has answered before. */
  readonly path: () => string;
  readonly contentType?: 'application/json' | 'text/plain';
  readonly body?: string;
  /** Asked instead where the answer is 401: a login that the shop has forgotten begins again with the password. */
  readonly otherwise?: { readonly path: string; readonly body: string };
  readonly idempotencyKey?: string;
  /** Of the page that the request is made by. */
  readonly nonce: string;
  readonly referer: string;
  /** The network lost the answer: its cookies never came. */
  readonly answerLost: boolean;
  readonly tells: readonly Told[];
  readonly taken?: Taken;
}

/** One visit of a browser or a bot: its requests in order, one after another. */
export interface Visit {
  /** No step is earlier. */
  readonly startMs: number;
  readonly steps: readonly Step[];
  /** What its page remembers, until it is closed. */
  readonly tab: { accessToken?: string };
  /** Sent with each step. */
  readonly headers: { readonly [name: string]: string };
  /** Absent for a bot, which keeps no cookies. */
  readonly jar?: CookieJar;
  /** Whose visit it is: a customer's on all devices is one. Absent for a bot. */
  readonly person?: object;
  /** A bot's place and user agent: by these and the day (UTC) its session is told from another's. */
  readonly bot?: string;
}
