import type { IndexDescription } from './driverPart.ts';

export const EVENTS = 'session_events';
export const SESSIONS = 'sessions';

/**
 * What both collections are sharded by at scale (design, section 3). No index of {@link INDEXES}: `shardCollection` makes
 * it where it is wanted, and elsewhere it would only cost writes.
 */
export const SHARD_KEY = { b: 'hashed' } as const;

/** The record's indexes. */
export const INDEXES: { readonly [collection: string]: readonly IndexDescription[] } = {
  [EVENTS]: [
    // The writer's read-back; a browser's events for export and erasure.
    { key: { b: 1, sessionId: 1 } },
  ],
  [SESSIONS]: [
    // A browser's sessions for export and erasure.
    { key: { b: 1 } },
    // An hour of a site; its latest sessions.
    { key: { siteId: 1, startedAt: 1 } },
    // What changed since the last run of an aggregator.
    { key: { siteId: 1, updatedAt: 1 } },
    { key: { siteId: 1, visitorId: 1 } },
    { key: { siteId: 1, customerId: 1 } },
  ],
};
