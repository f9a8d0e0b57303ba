import type { RoutedFunction } from './routedFunctions.ts';

/** The API in front of the request functions. */
export interface Api {
  /** With its scheme and, where it has one, its stage. */
  readonly url: string;
  /** Where CloudFront reaches it. */
  readonly origin: { readonly host: string; readonly path?: string };
}

/** What an API of either kind is made from. */
export interface ApiOptions {
  readonly name: string;
  readonly functions: readonly RoutedFunction[];
  readonly logRetentionDays: number;
}

/**
 * Requests a second, over all visitors, and at once: what is beyond them gets 429. They bound the bill of an attack and are the most
 * that a new account has ("Amazon API Gateway quotas": 10,000 and 5,000).
 */
export const API_LIMITS = { requestsPerSecond: 10_000, burst: 5_000 } as const;

/** Whom a request came from is in no log: no address, no query, and the route instead of the path. */
export const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
} as const;

export const AUTHORISED_BY_APPLICATION =
  'The application authorises: visitors by signed cookies, customers by JWT, staff by cookie or token, servers by signature.';
