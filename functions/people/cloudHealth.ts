import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { connectSqs } from '../../src/adapters/sqs/connectSqs.ts';
import { queueDepth } from '../../src/adapters/sqs/queueDepth.ts';
import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import type { HealthParts } from '../../src/runtime/healthEndpoint.ts';
import { lazy } from '../../src/runtime/lazy.ts';
import { openRedisHotSessions } from '../../src/runtime/openRedisHotSessions.ts';

/** Nobody's visit waits for it. */
const HOT_SESSIONS_BUDGET_MS = 1_000;

/**
 * What Footfall stands on in the cloud. Connected when somebody first asks: most containers never are.
 * @throws ConfigurationError where `REDIS_URL` is missing
 */
export const cloudHealth = ({
  environment,
  site,
  record,
  tableName,
  queueUrl,
  log,
}: {
  readonly environment: Environment;
  readonly site: SiteId;
  readonly record: Pick<RecordStore, 'ping'>;
  readonly tableName: string;
  readonly queueUrl: string;
  readonly log: Log;
}): HealthParts => {
  requiredVariable(environment, 'REDIS_URL');
  const hotSessions = lazy(() =>
    openRedisHotSessions(environment, { log, now: Date.now, budgetMs: HOT_SESSIONS_BUDGET_MS }),
  );
  const ledger = lazy(async () => dynamoLedger({ client: connectDynamo(), tableName }));
  const sqs = lazy(async () => connectSqs());
  return {
    hotSessions: {
      store: 'Redis',
      check: async () => (await hotSessions.get()).active(site, Date.now(), Date.now()),
    },
    record: { store: 'MongoDB', check: () => record.ping() },
    metrics: { store: 'DynamoDB', check: async () => (await ledger.get()).state(site) },
    queue: async () => ({ waiting: await queueDepth(await sqs.get(), queueUrl) }),
  };
};
