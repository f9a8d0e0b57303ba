import type { StoredEvent } from '../domain/events/event.ts';
import type { QualityTally } from './createQualityTally.ts';

/** An event that took longer to reach us was kept by its page: from a moment's loss of network on. */
const LATE_MS = 60_000;
/** An event that took longer from us into the record was missing from numbers that somebody may have looked at. */
const DEFERRED_MS = 10 * 60_000;

/** Counts events that are new to the record: each as accepted, and as late or deferred where it was. */
export const countFresh = (fresh: readonly StoredEvent[], quality: QualityTally, nowMs: number): void => {
  for (const { site, occurredAt, receivedAt } of fresh) {
    quality.count(site, 'accepted', receivedAt);
    if (receivedAt - occurredAt > LATE_MS) quality.count(site, 'late', receivedAt);
    if (nowMs - receivedAt > DEFERRED_MS) quality.count(site, 'deferred', receivedAt);
  }
};

/** Told again by design: by each hit of a bot, by a page's parallel first requests, by each request that there is something odd about. */
const TOLD_AGAIN: ReadonlySet<string> = new Set(['session_started', 'bot_signs']);

/** Counts events that were told before, be it within the same batch, where that is somebody's repetition. */
export const countDuplicates = (
  told: readonly StoredEvent[],
  fresh: readonly StoredEvent[],
  quality: QualityTally,
): void => {
  const first = new Set(fresh.map(({ id }) => id));
  for (const { id, type, site, receivedAt } of told) {
    if (!first.delete(id) && !TOLD_AGAIN.has(type)) quality.count(site, 'duplicated', receivedAt);
  }
};
