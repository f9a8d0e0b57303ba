import { connectMongo } from '../adapters/mongodb/connectMongo.ts';
import { leanSqsQueue } from '../adapters/sqs/leanSqsQueue.ts';
import { sqsEndpoint } from '../adapters/sqs/sqsEndpoint.ts';
import { type Environment, integerVariable, requiredVariable } from '../config/environment.ts';
import { loadSites } from '../config/loadSites.ts';
import { parseKeyRing } from '../config/parseKeyRing.ts';
import { keepsNoCookies } from '../domain/site.ts';
import { DEFAULT_SESSION_CONFIRM_MS, type SessionDependencies } from '../middleware/SessionDependencies.ts';
import type { Log } from '../ports/Log.ts';
import { environmentWithSecrets } from './environmentWithSecrets.ts';
import { lambdaCredentials } from './lambdaCredentials.ts';
import { lazy } from './lazy.ts';
import { openRedis } from './openRedis.ts';
import { sessionDependencies } from './sessionDependencies.ts';

/** How long each command of a write-through may take: the queue has refused already, and a shop's answer waits for it. */
const WRITE_THROUGH_TIMEOUT_MS = 1_000;

/** What of it may come as `*_SECRET_ARN`. */
const SECRETS = ['COOKIE_KEYS', 'MONGODB_URI', 'ORIGIN_SECRET', 'REDIS_PASSWORD', 'REDIS_URL'] as const;

/**
 * The session middleware's dependencies on AWS, from a Lambda's environment: `SITES`, `COOKIE_KEYS`, `REDIS_URL`, `REDIS_PASSWORD`,
 * `REDIS_CLUSTER`, `REDIS_SHARDS`, `MONGODB_URI`, `QUEUE_URL`, `ORIGIN_SECRET`, `SESSION_CONFIRM_MS`, where a site keeps no cookies
 * `TABLE_NAME`, and the SDK's own; what is a secret may come as `*_SECRET_ARN` (see `environmentWithSecrets`).
 * @throws ConfigurationError where one is missing or wrong: never runs half-configured
 */
export const sessionFromEnvironment = async (given: Environment, log: Log): Promise<SessionDependencies> => {
  const environment = await environmentWithSecrets(given, SECRETS);
  const sites = await loadSites(environment);
  const keys = parseKeyRing(requiredVariable(environment, 'COOKIE_KEYS'));
  const mongodbUri = requiredVariable(environment, 'MONGODB_URI');
  const queueUrl = requiredVariable(environment, 'QUEUE_URL');
  const region = requiredVariable(environment, 'AWS_REGION');
  const sessionConfirmMs = integerVariable(environment, 'SESSION_CONFIRM_MS', {
    fallback: DEFAULT_SESSION_CONFIRM_MS,
    min: 0,
    max: 24 * 60 * 60_000,
  });

  const tableName = sites.some(keepsNoCookies) ? requiredVariable(environment, 'TABLE_NAME') : undefined;

  const mongo = lazy(() =>
    connectMongo({ uri: mongodbUri, maxPoolSize: 1, timeoutMs: WRITE_THROUGH_TIMEOUT_MS }),
  );
  return sessionDependencies({
    sites,
    keys,
    ...(await openRedis(environment, { log, now: Date.now })),
    record: lazy(async () => {
      const { mongoRecordStore } = await import('../adapters/mongodb/mongoRecordStore.ts');
      return mongoRecordStore(await mongo.get());
    }),
    identities: lazy(async () => {
      const { mongoCustomerIdentities } = await import('../adapters/mongodb/mongoCustomerIdentities.ts');
      return mongoCustomerIdentities(await mongo.get());
    }),
    salts:
      tableName === undefined
        ? undefined
        : lazy(async () => {
            const { openSalts } = await import('./openSalts.ts');
            return openSalts(tableName);
          }),
    queue: leanSqsQueue({
      queueUrl,
      region,
      endpoint: sqsEndpoint(environment, queueUrl),
      credentials: () => lambdaCredentials(given),
      now: Date.now,
    }),
    log,
    originSecret: environment.ORIGIN_SECRET || undefined,
    sessionConfirmMs,
  });
};
