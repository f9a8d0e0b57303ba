import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { connectSqs } from '../../src/adapters/sqs/connectSqs.ts';
import { queueDepth } from '../../src/adapters/sqs/queueDepth.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import type { HealthParts } from '../../src/runtime/healthEndpoint.ts';
import { type Lazy, lazy } from '../../src/runtime/lazy.ts';

/** What Footfall stands on in the cloud. Connected when somebody first asks: most containers never are. */
export const cloudHealth = ({
  hotSessions,
  site,
  record,
  tableName,
  queueUrl,
}: {
  readonly hotSessions: Lazy<Pick<HotSessions, 'active'>>;
  readonly site: SiteId;
  readonly record: Pick<RecordStore, 'ping'>;
  readonly tableName: string;
  readonly queueUrl: string;
}): HealthParts => {
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
