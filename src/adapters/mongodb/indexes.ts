import { ANONYMOUS_CART_KEPT_S } from '../../ports/Carts.ts';
import type { IndexDescription } from './driverPart.ts';

export const EVENTS = 'session_events';
export const SESSIONS = 'sessions';
export const ORDERS = 'orders';
export const VISITORS = 'visitors';
export const CUSTOMERS = 'customers';
export const PRODUCTS = 'products';
export const PRODUCT_SALES = 'product_sales';
export const SHOP_ORDERS = 'shop_orders';
export const SHOP_ACCOUNTS = 'shop_accounts';
export const SHOP_REFRESH_FAMILIES = 'shop_refresh_families';
export const SHOP_CARTS = 'shop_carts';
export const QUALITY = 'quality';
export const DAILY_METRICS = 'daily_metrics';
export const REALTIME_METRICS = 'realtime_metrics';
export const CORRECTIONS = 'corrections';
export const ERASURES = 'erasures';
export const AUDIT = 'audit';
export const KEPT_MESSAGES = 'kept_messages';

/**
 * What `session_events` and `sessions` are sharded by at scale (design, section 3). No index of {@link INDEXES}:
 * `shardCollection` makes it where it is wanted, and elsewhere it would only cost writes.
 */
export const SHARD_KEY = { b: 'hashed' } as const;

const REALTIME_KEPT_S = 7 * 24 * 60 * 60;
/** After their end. By the record's own clock: a simulation logs in on days long past. */
const LOGINS_KEPT_S = 90 * 24 * 60 * 60;
/** As long as the queue keeps one: less than a tombstone stands, so that none outlives what stops it. */
const MESSAGES_KEPT_S = 14 * 24 * 60 * 60;

/** What changed since the last run of an aggregator. */
const CHANGES: IndexDescription = { key: { siteId: 1, updatedAt: 1 } };
/** A document ends at its own time, if it has one. */
const EXPIRES: IndexDescription = { key: { expiresAt: 1 }, expireAfterSeconds: 0 };

/** The record's indexes. */
export const INDEXES: { readonly [collection: string]: readonly IndexDescription[] } = {
  [EVENTS]: [
    // The writer's read-back; a browser's events for export and erasure.
    { key: { b: 1, sessionId: 1 } },
    // A minute of a site.
    { key: { siteId: 1, receivedAt: 1 } },
    EXPIRES,
  ],
  [SESSIONS]: [
    // A browser's sessions for export and erasure.
    { key: { b: 1 } },
    // An hour of a site; its latest sessions, its first one.
    { key: { siteId: 1, startedAt: 1 } },
    CHANGES,
    // Who is there now.
    { key: { siteId: 1, lastSeenAt: 1 } },
    { key: { siteId: 1, visitorId: 1 } },
    { key: { siteId: 1, customerId: 1 } },
    EXPIRES,
  ],
  [ORDERS]: [
    { key: { siteId: 1, placedAt: 1 } },
    CHANGES,
    // A person's, whose sessions may be gone, for export and erasure.
    { key: { siteId: 1, tellers: 1 } },
  ],
  // Those who came last before a day, whose sessions are gone.
  [VISITORS]: [CHANGES, { key: { siteId: 1, lastDay: 1 } }],
  // Found by their ids alone.
  [CUSTOMERS]: [],
  [PRODUCTS]: [{ key: { siteId: 1 } }],
  [PRODUCT_SALES]: [{ key: { siteId: 1, productId: 1 } }],
  [SHOP_ORDERS]: [
    { key: { siteId: 1, customerId: 1, placedAt: 1 } },
    // A person's who was no customer, for export and erasure.
    { key: { siteId: 1, 'join.visitorId': 1 } },
    { key: { siteId: 1, 'join.b': 1 } },
    // What was sold of a product on a day.
    { key: { siteId: 1, 'items.productId': 1, placedAt: 1 } },
    // What a crash left unfinished.
    { key: { siteId: 1, pendingSince: 1 } },
  ],
  [SHOP_ACCOUNTS]: [{ key: { siteId: 1, customerId: 1 } }],
  [SHOP_REFRESH_FAMILIES]: [
    { key: { expiresAt: 1 }, expireAfterSeconds: LOGINS_KEPT_S },
    // A customer's, for export and erasure.
    { key: { siteId: 1, customerId: 1 } },
  ],
  // Customers' carts have no such field, and stay.
  [SHOP_CARTS]: [{ key: { anonymousAt: 1 }, expireAfterSeconds: ANONYMOUS_CART_KEPT_S }],
  [QUALITY]: [{ key: { siteId: 1, at: 1 } }, CHANGES, EXPIRES],
  [DAILY_METRICS]: [{ key: { siteId: 1, day: 1 } }],
  [REALTIME_METRICS]: [{ key: { minute: 1 }, expireAfterSeconds: REALTIME_KEPT_S }],
  [CORRECTIONS]: [{ key: { siteId: 1, day: 1 } }],
  // What was begun and is not finished, by the ids that are erased.
  // And what was left, each minute: not by way of all the site's tombstones.
  [ERASURES]: [EXPIRES, { key: { siteId: 1, ids: 1 } }, { key: { siteId: 1, begunAt: 1 } }],
  [AUDIT]: [{ key: { siteId: 1, at: 1 } }],
  [KEPT_MESSAGES]: [{ key: { at: 1 }, expireAfterSeconds: MESSAGES_KEPT_S }],
};
