/** Requests that are sent by the clock, whether the last ones are answered or not: as many browsers that know nothing of each other do. */
export interface OpenLoopJob {
  readonly port: number;
  readonly perSecond: number;
  readonly durationMs: number;
  /** Cookie headers of returning visitors, who take turns. */
  readonly cookies: readonly string[];
}

/** By request, in the order in which they were due. */
export interface OpenLoopResult {
  /** When it was due, milliseconds since the beginning. */
  readonly dueMs: Float64Array;
  /** From then until its answer was read: a request that had to wait for its turn at the sender's is not the faster for it. */
  readonly tookMs: Float64Array;
  /** From when it was sent: what of it is the server's. */
  readonly answeredMs: Float64Array;
  /** 0 where no answer came. */
  readonly status: Uint16Array;
}
