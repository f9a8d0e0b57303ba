import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryPolicy {
  readonly maxTries: number;
  /** One call's longest. */
  readonly callTimeoutMs: number;
  /** The pause before the second try; doubles with each, and half of it is random. */
  readonly backoffMs: number;
}

/** With less time than this left, a call is not worth making. */
export const MIN_CALL_MS = 20;

/**
 * Tries until it is done, or tries or time are used up.
 * @param tryOnce gets its longest in milliseconds, and says whether another try makes sense
 * @param deadline on the clock of `performance.now()`
 */
export const withRetry = async (
  policy: RetryPolicy,
  deadline: number,
  tryOnce: (timeoutMs: number) => Promise<'done' | 'again'>,
): Promise<void> => {
  for (let tries = 1; ; tries++) {
    const leftMs = Math.max(MIN_CALL_MS, deadline - performance.now());
    if ((await tryOnce(Math.min(policy.callTimeoutMs, leftMs))) === 'done' || tries >= policy.maxTries)
      return;
    const pauseMs = policy.backoffMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
    if (performance.now() + pauseMs + MIN_CALL_MS > deadline) return;
    await sleep(pauseMs);
  }
};
