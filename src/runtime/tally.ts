import type { Log } from '../ports/Log.ts';

/** A process tells its counts at most this often: a flood of bad requests must not be a flood of log lines. */
const TELL_EVERY_MS = 60_000;

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
    if (nowMs - toldAt < TELL_EVERY_MS) return;
    toldAt = nowMs;
    log.info('counted', Object.fromEntries(counts));
    counts.clear();
  };
};
