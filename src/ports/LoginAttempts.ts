/**
 * Failed logins, so that they can be limited. Every method throws `MetricsUnavailable`, with its cause, where the store does
 * not answer.
 */
export interface LoginAttempts {
  /** How many failures of a key still count. */
  failures(key: string, nowMs: number): Promise<number>;
  /**
   * Counts a failure. All of a key are forgotten together, `windowMs` after the first of them: who goes on failing keeps
   * nobody out for longer.
   */
  fail(key: string, nowMs: number, windowMs: number): Promise<void>;
  /** Forgets a key's failures. */
  clear(key: string): Promise<void>;
}
