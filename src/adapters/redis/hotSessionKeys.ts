import { crc32 } from 'node:zlib';
import type { BrowserId, SessionId, SiteId } from '../../domain/ids.ts';

/** The hash tag of one shard: what stands in braces alone decides the cluster's slot (Redis cluster specification). */
const tag = (site: SiteId, shard: number): string => `{${site}:${shard}}`;

/** The shard of a browser: its session, and its place among the active, never leave it. */
export const shardOf = (browser: BrowserId, shards: number): number => crc32(browser) % shards;

/** The hash of a shard's erased browsers. */
export const erasedKey = (site: SiteId, shard: number): string => `ff:${tag(site, shard)}:x`;

/** The four keys of a visit, of one shard. */
export const visitKeys = (
  site: SiteId,
  browser: BrowserId,
  session: SessionId,
  shards: number,
): [session: string, anonymous: string, customers: string, erased: string] => {
  const number = shardOf(browser, shards);
  const shard = tag(site, number);
  return [`ff:${shard}:s:${session}`, `ff:${shard}:a`, `ff:${shard}:c`, erasedKey(site, number)];
};

/** The sorted sets of a site's active visitors, a pair a shard. */
export const activeKeys = (site: SiteId, shards: number): { anonymous: string; customers: string }[] =>
  Array.from({ length: shards }, (_, shard) => ({
    anonymous: `ff:${tag(site, shard)}:a`,
    customers: `ff:${tag(site, shard)}:c`,
  }));
