import { crc32 } from 'node:zlib';
import type { BrowserId, SessionId, SiteId } from '../../domain/ids.ts';

/** The hash tag of one shard: what stands in braces alone decides the cluster's slot (Redis cluster specification). */
const tag = (site: SiteId, shard: number): string => `{${site}:${shard}}`;

/** The shard of a browser: its session, and its place among the active, never leave it. */
export const shardOf = (browser: BrowserId, shards: number): number => crc32(browser) % shards;

/** The sorted sets of a shard's active visitors, and the hash of its erased browsers. */
export const shardKeys = (
  site: SiteId,
  shard: number,
): { readonly anonymous: string; readonly customers: string; readonly erased: string } => {
  const prefix = `ff:${tag(site, shard)}`;
  return { anonymous: `${prefix}:a`, customers: `${prefix}:c`, erased: `${prefix}:x` };
};

/** The four keys of a visit, of one shard. */
export const visitKeys = (
  site: SiteId,
  browser: BrowserId,
  session: SessionId,
  shards: number,
): [session: string, anonymous: string, customers: string, erased: string] => {
  const shard = shardOf(browser, shards);
  const { anonymous, customers, erased } = shardKeys(site, shard);
  return [`ff:${tag(site, shard)}:s:${session}`, anonymous, customers, erased];
};

/** The sorted sets of a site's active visitors, a pair a shard. */
export const activeKeys = (site: SiteId, shards: number): { anonymous: string; customers: string }[] =>
  Array.from({ length: shards }, (_, shard) => {
    const { anonymous, customers } = shardKeys(site, shard);
    return { anonymous, customers };
  });
