/** What the load generator is asked to send. */
export interface LoadJob {
  readonly port: number;
  readonly connections: number;
  readonly durationMs: number;
  /** Cookie headers of returning visitors, shared out among the connections; without any, each request is a first visit. */
  readonly cookies: readonly string[];
}

/** A load counts only where every request was answered as it should. */
export type LoadOutcome =
  | { readonly ok: true; readonly result: LoadResult }
  | { readonly ok: false; readonly fault: string };

export interface LoadResult {
  /** Requests that were answered with 200 and the right body. */
  readonly answered: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}
