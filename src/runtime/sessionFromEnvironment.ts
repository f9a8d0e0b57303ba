import { guardedHotSessions } from '../adapters/guard/guardedHotSessions.ts';
import { connectMongo } from '../adapters/mongodb/connectMongo.ts';
import { connectRedis, redisReady } from '../adapters/redis/connectRedis.ts';
import { redisHotSessions } from '../adapters/redis/redisHotSessions.ts';
import { leanSqsQueue } from '../adapters/sqs/leanSqsQueue.ts';
import { sqsEndpoint } from '../adapters/sqs/sqsEndpoint.ts';
import { type Environment, integerVariable, requiredVariable, sitesOf } from '../config/environment.ts';
import { parseKeyRing } from '../config/parseKeyRing.ts';
import { DEFAULT_SESSION_CONFIRM_MS, type SessionDependencies } from '../middleware/SessionDependencies.ts';
import { type Log, thrown } from '../ports/Log.ts';
import { lazyRecord } from './lazyRecord.ts';
import { FIND_SESSION_BUDGET_MS, sessionDependencies } from './sessionDependencies.ts';

const DEFAULT_REDIS_SHARDS = 16;
const MAX_REDIS_SHARDS = 1_024;

/**
 * The session middleware's dependencies on AWS, from a Lambda's environment: `SITES`, `COOKIE_KEYS`, `REDIS_URL`,
 * `REDIS_CLUSTER`, `REDIS_SHARDS`, `MONGODB_URI`, `QUEUE_URL`, `ORIGIN_SECRET`, `SESSION_CONFIRM_MS`, and the SDK's own.
 * Waits, outside of any request, for the first connection to Redis; goes on without it where it does not come.
 * @throws ConfigurationError where one is missing or wrong: never runs half-configured
 */
export const sessionFromEnvironment = async (
  environment: Environment,
  log: Log,
): Promise<SessionDependencies> => {
  const sites = sitesOf(environment);
  const keys = parseKeyRing(requiredVariable(environment, 'COOKIE_KEYS'));
  const redisUrl = requiredVariable(environment, 'REDIS_URL');
  const mongodbUri = requiredVariable(environment, 'MONGODB_URI');
  const queueUrl = requiredVariable(environment, 'QUEUE_URL');
  const region = requiredVariable(environment, 'AWS_REGION');
  const shards = integerVariable(environment, 'REDIS_SHARDS', {
    fallback: DEFAULT_REDIS_SHARDS,
    min: 1,
    max: MAX_REDIS_SHARDS,
  });
  const sessionConfirmMs = integerVariable(environment, 'SESSION_CONFIRM_MS', {
    fallback: DEFAULT_SESSION_CONFIRM_MS,
    min: 0,
    max: 24 * 60 * 60_000,
  });

  const redis = connectRedis({
    url: redisUrl,
    cluster: environment.REDIS_CLUSTER === 'true',
    onError: (error) => log.debug('connection to Redis lost', { error }),
  });
  if (!(await redisReady(redis))) log.warn('Redis is not reached yet; sessions live from their cookies');

  return sessionDependencies({
    sites,
    keys,
    hotSessions: guardedHotSessions({
      hotSessions: redisHotSessions({ redis, shards }),
      now: Date.now,
      reopen: () => redis.disconnect(true),
      onOpen: (cause) => log.warn('Redis does not answer', thrown(cause)),
    }),
    record: lazyRecord(async () => {
      const { mongoRecordStore } = await import('../adapters/mongodb/mongoRecordStore.ts');
      const { db, close } = await connectMongo({
        uri: mongodbUri,
        maxPoolSize: 1,
        timeoutMs: FIND_SESSION_BUDGET_MS * 20,
      });
      return mongoRecordStore({ db, close });
    }),
    queue: leanSqsQueue({
      queueUrl,
      region,
      endpoint: sqsEndpoint(environment, queueUrl),
      credentials: () => ({
        accessKeyId: requiredVariable(environment, 'AWS_ACCESS_KEY_ID'),
        secretAccessKey: requiredVariable(environment, 'AWS_SECRET_ACCESS_KEY'),
        ...(environment.AWS_SESSION_TOKEN ? { sessionToken: environment.AWS_SESSION_TOKEN } : {}),
      }),
      now: Date.now,
    }),
    log,
    originSecret: environment.ORIGIN_SECRET || undefined,
    sessionConfirmMs,
  });
};
