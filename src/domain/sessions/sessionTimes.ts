import type { StoredEvent } from '../events/event.ts';
import { SESSION_IDLE_MS } from './session.ts';

export interface SessionTimes {
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

/**
 * Whether an event's receipt proves that the visitor was there: a request of the browser brought it.
 * The shop's own servers also tell of orders and refunds days later.
 */
const provesPresence = (event: StoredEvent): boolean =>
  event.source === 'browser' ||
  event.type === 'session_started' ||
  event.type === 'session_touched' ||
  event.type === 'page_view';

/**
 * First and last sight of the visitor, in event time (design, section 1: late events move times only when they lie
 * within 30 minutes of the session).
 *
 * The session surely ran from `startedAt` to the last receipt that proves presence: the server attached each of those
 * requests to it. An event time within that span, or within 30 minutes of it or of another such event time, is part of
 * the run; first and last seen are the run's least and greatest event time, `startedAt` being one.
 * @param ordered the session's events by event time
 */
export const sessionTimes = (startedAt: number, ordered: readonly StoredEvent[]): SessionTimes => {
  let firstSeenAt = startedAt;
  for (const { occurredAt } of ordered.toReversed()) {
    if (occurredAt >= firstSeenAt) continue;
    if (firstSeenAt - occurredAt > SESSION_IDLE_MS) break;
    firstSeenAt = occurredAt;
  }

  let aliveUntil = startedAt;
  for (const event of ordered) {
    if (provesPresence(event) && event.receivedAt > aliveUntil) aliveUntil = event.receivedAt;
  }
  let lastSeenAt = startedAt;
  for (const { occurredAt } of ordered) {
    if (occurredAt <= lastSeenAt) continue;
    if (occurredAt - aliveUntil > SESSION_IDLE_MS) break;
    lastSeenAt = occurredAt;
    aliveUntil = Math.max(aliveUntil, occurredAt);
  }
  return { firstSeenAt, lastSeenAt };
};
