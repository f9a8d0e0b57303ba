import {
  type RateLimits,
  RateLimitsUnavailable,
  type Take,
  type TakeResult,
} from '../../ports/RateLimits.ts';
import type { RedisClient } from './connectRedis.ts';
import { TAKE_SCRIPT } from './takeScript.ts';

type ScriptedRedis = RedisClient & {
  /** @returns milliseconds to wait, or 0 */
  footfallTake(key: string, nowMs: number, perMinute: number, cost: number): Promise<number>;
};

/** Of one limit each, so that a cluster spreads them; a site's own is on one node, whatever its traffic. */
const addressKey = ({ purpose, site, range }: Take): string => `ff:{lim:${purpose}:${site}:${range}}`;
const siteKey = ({ purpose, site }: Take): string => `ff:{lim:${purpose}:${site}}`;

/**
 * Rate limits in Redis or Valkey, on one node or a cluster: a script for the address and one for the site, side by side. On the
 * connection of the hot sessions they travel with their command, for what is asked in one tick is sent at once.
 * It has no time budget of its own: `guardedRateLimits` gives it one.
 */
export const redisRateLimits = ({ redis }: { readonly redis: RedisClient }): RateLimits => {
  redis.defineCommand('footfallTake', { numberOfKeys: 1, lua: TAKE_SCRIPT });
  const scripted = redis as ScriptedRedis;

  /** Takes so much of one of a request's limits. @returns milliseconds to wait; 0 too where it has no such limit */
  const takeOf = (take: Take, by: 'address' | 'site', cost: number): Promise<number> | 0 => {
    const { addressPerMinute, sitePerMinute } = take.limits;
    const perMinute = by === 'address' ? addressPerMinute : sitePerMinute;
    if (perMinute === undefined || (by === 'address' && take.range === undefined)) return 0;
    return scripted.footfallTake(
      by === 'address' ? addressKey(take) : siteKey(take),
      take.nowMs,
      perMinute,
      cost,
    );
  };

  /**
   * What the one took, of a request that the other refused. The verdict does not wait for it: a slow answer would spend the budget,
   * and let through what is known to be over its limit. What takes after it, on this connection, comes after it.
   */
  const giveBack = (take: Take, to: 'address' | 'site'): void => {
    // One that is lost makes a bucket fuller by one request, for a minute at most; an outage the next take tells.
    Promise.resolve(takeOf(take, to, -take.cost)).catch(() => undefined);
  };

  return {
    take: async (take): Promise<TakeResult> => {
      try {
        const [ofAddressMs, ofSiteMs] = await Promise.all([
          takeOf(take, 'address', take.cost),
          takeOf(take, 'site', take.cost),
        ]);
        if (ofAddressMs === 0 && ofSiteMs === 0) return { allowed: true };
        const by = ofAddressMs > 0 ? 'address' : 'site';
        if (ofAddressMs === 0 || ofSiteMs === 0) giveBack(take, by === 'site' ? 'address' : 'site');
        return { allowed: false, by, retryAfterMs: Math.max(ofAddressMs, ofSiteMs) };
      } catch (cause) {
        throw new RateLimitsUnavailable('Redis did not take the command', { cause });
      }
    },
  };
};
