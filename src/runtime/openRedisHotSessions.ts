import { guardedHotSessions } from '../adapters/guard/guardedHotSessions.ts';
import { connectRedis, redisReady, reopenRedis } from '../adapters/redis/connectRedis.ts';
import { redisHotSessions } from '../adapters/redis/redisHotSessions.ts';
import { redisRefusal } from '../adapters/redis/redisRefusal.ts';
import { type Environment, integerVariable, requiredVariable } from '../config/environment.ts';
import type { HotSessions } from '../ports/HotSessions.ts';
import { type Log, thrown } from '../ports/Log.ts';

const DEFAULT_SHARDS = 16;
const MAX_SHARDS = 1_024;

/**
 * Hot sessions in Redis behind their budget, from `REDIS_URL`, `REDIS_PASSWORD`, `REDIS_CLUSTER` and `REDIS_SHARDS`. Waits, outside of
 * any request, for the first connection, and goes on without it where it does not come: sessions then live from their cookies. That
 * Redis does not answer is logged once an outage; as an error where it refuses our password, which ends by no waiting.
 * @param budgetMs how long a request waits for Redis; the design's 30 ms where it is left out
 * @throws ConfigurationError
 */
export const openRedisHotSessions = async (
  environment: Environment,
  { log, now, budgetMs }: { readonly log: Log; readonly now: () => number; readonly budgetMs?: number },
): Promise<HotSessions> => {
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
  return guardedHotSessions({
    hotSessions: redisHotSessions({ redis, shards }),
    now,
    ...(budgetMs === undefined ? {} : { budgetMs }),
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
};
