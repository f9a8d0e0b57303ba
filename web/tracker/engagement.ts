import type { On } from './quiet.ts';

/** One stretch without a leave counts at most this long: a page forgotten in the foreground is not in use all day. */
const MAX_ENGAGED_MS = 30 * 60_000;

/**
 * Measures use of the page: the time for which its tab was visible and its window had the focus. Nothing else is watched.
 * @returns takes the whole milliseconds of use since the last call, and starts from zero again
 */
export const createEngagement = (on: On): (() => number) => {
  let countedMs = 0;
  let sinceMs: number | undefined;
  const pause = () => {
    if (sinceMs !== undefined) countedMs += performance.now() - sinceMs;
    sinceMs = undefined;
  };
  const update = () => {
    pause();
    // hasFocus() stays true while the focus is in a frame of the page, as a payment form's is
    if (!document.hidden && document.hasFocus()) sinceMs = performance.now();
  };
  on('focus', update);
  on('blur', update);
  on('pageshow', update);
  on('visibilitychange', update);
  on('pagehide', pause);
  update();
  return () => {
    if (sinceMs !== undefined) update();
    const takenMs = Math.min(Math.round(countedMs), MAX_ENGAGED_MS);
    countedMs = 0;
    return takenMs;
  };
};
