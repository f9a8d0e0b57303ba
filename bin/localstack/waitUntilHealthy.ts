import { setTimeout as sleep } from 'node:timers/promises';
import { Complaint } from '../aggregate/Complaint.ts';

export interface WaitOptions {
  /** A first request starts a container, for which Docker may still fetch an image; 3 minutes. */
  readonly timeoutMs?: number;
  readonly pauseMs?: number;
}

/** What is wrong with the answer of `/health`, if anything. A part that is down is wrong here, though visits go on without it. */
const healthFault = async (address: string, timeoutMs: number): Promise<string | undefined> => {
  try {
    const answer = await fetch(`${address}/health`, { signal: AbortSignal.timeout(timeoutMs) });
    const text = await answer.text();
    return answer.status === 200 && JSON.parse(text).status === 'up' ? undefined : `${answer.status} ${text}`;
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    return cause?.code ?? String(error);
  }
};

/**
 * Asks `/health` until every part is up.
 * @throws Complaint with the last answer, where none comes in time
 */
export const waitUntilHealthy = async (
  address: string,
  { timeoutMs = 180_000, pauseMs = 1_000 }: WaitOptions = {},
): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const remainingMs = Math.max(1, Math.ceil(deadline - performance.now()));
    const fault = await healthFault(address, remainingMs);
    if (fault === undefined) return;
    if (performance.now() + pauseMs > deadline) {
      throw new Complaint(`${address}/health does not answer well after ${timeoutMs / 1_000} s: ${fault}`);
    }
    await sleep(pauseMs);
  }
};
