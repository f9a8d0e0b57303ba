import { setTimeout as sleep } from 'node:timers/promises';
import { MetricsUnavailable } from '../../ports/MetricsStore.ts';

/** How often a batch that makes no progress is sent, and the pause after the first time; it doubles with each. */
const MAX_FRUITLESS_TRIES = 8;
const BACKOFF_MS = 25;

/**
 * Sends a batch until nothing of it is left unprocessed: at once again where the last answer brought something (an answer holds
 * 16 MB at most), after a growing pause where it brought nothing.
 * @param send sends what is left, and tells what of it is left then
 * @throws MetricsUnavailable after too many answers that brought nothing
 */
export const untilProcessed = async <T>(
  batch: readonly T[],
  send: (left: T[]) => Promise<T[]>,
): Promise<void> => {
  let fruitless = 0;
  for (let left = [...batch]; left.length > 0; ) {
    const unprocessed = await send(left);
    fruitless = unprocessed.length < left.length ? 0 : fruitless + 1;
    left = unprocessed;
    if (fruitless === 0) continue;
    if (fruitless >= MAX_FRUITLESS_TRIES) throw new MetricsUnavailable('DynamoDB has no capacity left');
    await sleep(BACKOFF_MS * 2 ** (fruitless - 1) * (0.5 + Math.random() / 2));
  }
};
