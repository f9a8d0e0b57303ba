import { guardedHotSessions } from '../../src/adapters/guard/guardedHotSessions.ts';
import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { connectRedis, redisReady } from '../../src/adapters/redis/connectRedis.ts';
import { redisHotSessions } from '../../src/adapters/redis/redisHotSessions.ts';
import { integerVariable, requiredVariable } from '../../src/config/environment.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import { sessionFromEnvironment } from '../../src/runtime/sessionFromEnvironment.ts';

/**
 * The budget of Redis here. 64 requests at once on one event loop wait for each other longer than the 30 ms that a request may
 * wait for Redis; a Lambda runs one at a time. Past its budget a request does less work, and the figure would flatter us.
 */
const REDIS_BUDGET_MS = 2_000;

/** What `/track` runs with on AWS, as its Lambda wires it, but for Redis's budget. */
export const lambdaDependencies = async (): Promise<SessionDependencies> => {
  const log = powertoolsLog('footfall-bench');
  const dependencies = await sessionFromEnvironment(process.env, log);
  const redis = connectRedis({
    url: requiredVariable(process.env, 'REDIS_URL'),
    cluster: false,
    onError: (error) => log.error('connection to Redis lost', { error }),
  });
  await redisReady(redis);
  const shards = integerVariable(process.env, 'REDIS_SHARDS', { fallback: 16, min: 1, max: 1_024 });
  return {
    ...dependencies,
    hotSessions: guardedHotSessions({
      hotSessions: redisHotSessions({ redis, shards }),
      now: Date.now,
      budgetMs: REDIS_BUDGET_MS,
      reopen: () => redis.disconnect(true),
    }),
  };
};
