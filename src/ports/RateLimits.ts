import type { SiteId } from '../domain/ids.ts';
import type { SiteLimits } from '../domain/site.ts';

/** Over how long a limit is meant; so much may come at once, too. */
export const LIMIT_WINDOW_MS = 60_000;

/** By so much of a request a limit may be overdrawn: the sum of a hundred hundredths is not quite one. */
export const ROUNDING_SHARE = 0.01;

/** What is limited: each purpose is counted apart. */
export type LimitedPurpose = 'track' | 'login' | 'refresh';

/** What a request takes of its limits. */
export interface Take {
  readonly purpose: LimitedPurpose;
  readonly site: SiteId;
  /** The truncated address that it comes from. Absent: nobody knows, and it is limited by the site alone. */
  readonly range: string | undefined;
  readonly limits: SiteLimits;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** As how many requests it counts. */
  readonly cost: number;
}

export type TakeResult =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** Whose limit is reached; the address's where it is both. */
      readonly by: 'address' | 'site';
      /** When so much would be allowed, if nothing else came. */
      readonly retryAfterMs: number;
    };

/**
 * How much of late came from whom. A limit lets so much a minute pass, and as much at once: a bucket that holds a minute's worth and
 * drains evenly (the generic cell rate algorithm). What is refused takes nothing, neither of the address nor of the site: who goes on
 * beyond his limit keeps nobody else out.
 */
export interface RateLimits {
  /** @throws RateLimitsUnavailable where the store does not answer in time */
  take(take: Take): Promise<TakeResult>;
}

/** The store of rate limits did not answer within its budget, or is known to be down. */
export class RateLimitsUnavailable extends Error {
  override readonly name = 'RateLimitsUnavailable';
}
