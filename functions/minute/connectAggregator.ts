import { randomUUID } from 'node:crypto';
import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { dynamoMetricsStore } from '../../src/adapters/dynamodb/dynamoMetricsStore.ts';
import { dynamoSalts } from '../../src/adapters/dynamodb/dynamoSalts.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import type { AggregatorDependencies } from '../../src/aggregate/createAggregator.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { AggregatorEnvironment } from './environment.ts';

/** Time budget of each command of the record: less than what is left of a lease when a command may still be sent. */
const RECORD_TIMEOUT_MS = 9_000;
/** As many as there are sites at work side by side. */
const MAX_CONNECTIONS = 4;

/** What aggregators on AWS stand on, and the place that the record is in. */
export const connectAggregator = async (
  { mongodbUri, tableName, sites }: AggregatorEnvironment,
  log: Log,
): Promise<{
  readonly dependencies: AggregatorDependencies;
  readonly place: { readonly db: DriverDb; readonly timeoutMs: number };
}> => {
  const { db } = await connectMongo({
    uri: mongodbUri,
    maxPoolSize: MAX_CONNECTIONS,
    timeoutMs: RECORD_TIMEOUT_MS,
  });
  const place = { db, timeoutMs: RECORD_TIMEOUT_MS };
  const table = { client: connectDynamo(), tableName };
  const dependencies = {
    record: mongoAggregationRecord(place),
    ledger: dynamoLedger(table),
    store: dynamoMetricsStore(table),
    salts: dynamoSalts(table),
    sites,
    log,
    now: Date.now,
    owner: randomUUID(),
  };
  return { dependencies, place };
};
