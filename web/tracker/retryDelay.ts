const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 5 * 60_000;
/** A longer `Retry-After` is not believed (and over 2^31 ms a timer would fire at once). */
const LONGEST_HOLD_MS = 60 * 60_000;

/**
 * How long a post without success waits for its next attempt: 1 s, 2 s, 4 s … 5 min, or as the endpoint asked. Spread out, so that a
 * whole shop's browsers do not come back in the same second.
 * @param failures how many there were before
 * @param askedMs from `Retry-After`, or 0
 */
export const retryDelay = (failures: number, askedMs: number): number =>
  Math.max(
    Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS) * (1 - Math.random() / 4),
    Math.min(askedMs, LONGEST_HOLD_MS),
  );
