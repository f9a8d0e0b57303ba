import type { Answer, Beacon, Post } from './wire.ts';

/** A post without an answer for this long is given up, and retried. */
const ANSWER_WITHIN_MS = 15_000;

/** An answer, with `Retry-After` in seconds as the header has it; a date there is left to the backoff. */
export const answerOf = (status: number, retryAfter: unknown, consent?: unknown): Answer => ({
  status,
  retryAfterMs: 1_000 * (Number(retryAfter) || 0),
  consentNeeded: consent === 'needed',
});

/**
 * Posts by `fetch`, with cookies, and so that a post under way outlives its page.
 * To another origin it goes as `text/plain`: with `application/json` each browser would ask leave by a preflight first,
 * a second trip before the first page view, and one that does not survive the page's end. The endpoint takes both.
 */
export const fetchPost = (endpoint: string): Post => {
  const sameOrigin = new URL(endpoint, location.href).origin === location.origin;
  return async (post) => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      body: JSON.stringify(post),
      headers: { 'content-type': sameOrigin ? 'application/json' : 'text/plain' },
      credentials: 'include',
      keepalive: true,
      signal: AbortSignal.timeout?.(ANSWER_WITHIN_MS),
    });
    // A page that goes away loses the body of an answer that has come all the same.
    const { consent } = await answer.json().catch(() => ({}));
    return answerOf(answer.status, answer.headers.get('retry-after'), consent);
  };
};

/** Posts by `navigator.sendBeacon`: as `text/plain`, which needs no preflight anywhere. */
export const beaconTo =
  (endpoint: string): Beacon =>
  (post) =>
    navigator.sendBeacon(endpoint, JSON.stringify(post));
