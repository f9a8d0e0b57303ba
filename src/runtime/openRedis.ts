import { guardedHotSessions } from '../adapters/guard/guardedHotSessions.ts';
import { guardedRateLimits } from '../adapters/guard/guardedRateLimits.ts';
import { connectRedis, redisReady, reopenRedis } from '../adapters/redis/connectRedis.ts';
import { redisHotSessions } from '../adapters/redis/redisHotSessions.ts';
import { redisRateLimits } from '../adapters/redis/redisRateLimits.ts';
import { redisRefusal } from '../adapters/redis/redisRefusal.ts';
import { type Environment, integerVariable, requiredVariable } from '../config/environment.ts';
import type { HotSessions } from '../ports/HotSessions.ts';
import { type Log, thrown } from '../ports/Log.ts';
import type { RateLimits } from '../ports/RateLimits.ts';

const DEFAULT_SHARDS = 16;
const MAX_SHARDS = 1_024;

export interface RedisOptions {
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long a request waits for Redis; the design's 30 ms where it is left out. */
  readonly budgetMs?: number;
}

/** What is kept in Redis, on one connection. It is closed with the hot sessions. */
export interface OpenRedis {
  readonly hotSessions: HotSessions;
  readonly limits: RateLimits;
}

/**
 * Hot sessions and rate limits in Redis behind their budget, from `REDIS_URL`, `REDIS_PASSWORD`, `REDIS_CLUSTER` and `REDIS_SHARDS`.
 * Waits, outside of any request, for the first connection, and goes on without it where it does not come: sessions then live from their
 * cookies. That Redis does not answer is logged once an outage; as an error where it refuses our password, which ends by no waiting.
 * @throws ConfigurationError
 */
export const openRedis = async (
  environment: Environment,
  { log, now, budgetMs }: RedisOptions,
): Promise<OpenRedis> => {
  const url = requiredVariable(environment, 'REDIS_URL');
  const shards = integerVariable(environment, 'REDIS_SHARDS', {
    fallback: DEFAULT_SHARDS,
    min: 1,
    max: MAX_SHARDS,
  });
  let refusal: Error | undefined;
  const redis = connectRedis({
    url,
    password: environment.REDIS_PASSWORD || undefined,
    cluster: environment.REDIS_CLUSTER === 'true',
    onError: (error) => {
      refusal = redisRefusal(error);
      log.debug('connection to Redis lost', { error });
    },
  });
  redis.on('ready', () => {
    refusal = undefined;
  });
  if (!(await redisReady(redis))) {
    log.warn('Redis does not answer yet: until it does, sessions live from their cookies');
  }
  const budget = { now, ...(budgetMs === undefined ? {} : { budgetMs }) };
  const hotSessions = guardedHotSessions({
    hotSessions: redisHotSessions({ redis, shards }),
    ...budget,
    reopen: () => reopenRedis(redis),
    onOpen: (cause) => {
      // A command that was sent while the connection was given up says nothing of why it was.
      const refused = redisRefusal(cause) ?? refusal;
      if (refused) {
        // Its words alone: the client's own error has the command in it, and so what it was to say of a visitor.
        const error = new Error(refused.message);
        log.error('Redis refuses our password: sessions live from their cookies alone', { error });
      } else {
        log.warn('Redis does not answer: until it does, sessions live from their cookies', thrown(cause));
      }
    },
  });
  return { hotSessions, limits: guardedRateLimits({ limits: redisRateLimits({ redis }), ...budget }) };
};
