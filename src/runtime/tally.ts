import type { Log } from '../ports/Log.ts';
import { TELL_EVERY_MS } from '../writer/createQualityTally.ts';

/**
 * Counts what was refused, distrusted or lost, by reason, in this process, and tells them in one structured line: the first at
 * once, then at most one a minute.
 * @returns counts one more of a reason
 */
export const createTally = ({
  log,
  now,
}: {
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): ((what: string) => void) => {
  const counts = new Map<string, number>();
  let toldAt = Number.NEGATIVE_INFINITY;
  return (what) => {
    counts.set(what, (counts.get(what) ?? 0) + 1);
    const nowMs = now();
    if (Math.abs(nowMs - toldAt) < TELL_EVERY_MS) return;
    toldAt = nowMs;
    log.info('counted', Object.fromEntries(counts));
    counts.clear();
  };
};
