import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { deleteExpired } from '../../src/adapters/dynamodb/deleteExpired.ts';
import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { dynamoLoginAttempts } from '../../src/adapters/dynamodb/dynamoLoginAttempts.ts';
import { dynamoMetricsStore } from '../../src/adapters/dynamodb/dynamoMetricsStore.ts';
import { dynamoSalts } from '../../src/adapters/dynamodb/dynamoSalts.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { AggregationLedger } from '../../src/ports/AggregationLedger.ts';
import type { DailySalts } from '../../src/ports/DailySalts.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';
import type { LoginAttempts } from '../../src/ports/LoginAttempts.ts';
import type { MetricsStore } from '../../src/ports/MetricsStore.ts';
import { createClosers } from './closers.ts';
import { openLocalTable, type Table } from './openLocalTable.ts';

/** Where the metrics are kept, and what a person calls that place. */
export interface OpenMetrics {
  readonly store: MetricsStore;
  readonly ledger: AggregationLedger;
  readonly attempts: LoginAttempts;
  readonly salts: DailySalts;
  readonly name: 'dynalite' | 'DynamoDB';
  /** The data folder's own table; absent where the metrics are elsewhere. */
  readonly localTable?: Table;
  /** Safe to repeat. */
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 24 * 60 * 60_000;

/**
 * The metrics in the table `TABLE_NAME` of DynamoDB where that is set, else in the data folder, by dynalite.
 * DynamoDB is not asked anything before the first command.
 * @throws FolderLocked, LogCorrupted, and the SDK's errors where dynalite cannot be used
 */
export const openMetrics = async (
  environment: Environment,
  { dataDir, log }: { readonly dataDir: string; readonly log: Log },
): Promise<OpenMetrics> => {
  const closers = createClosers();
  const tableName = environment.TABLE_NAME;
  if (tableName !== undefined && tableName !== '') {
    const client = connectDynamo();
    closers.add(async () => client.destroy());
    return { ...portsOn({ client, tableName }), name: 'DynamoDB', close: closers.closeAll };
  }
  try {
    const table = await openLocalTable({ dataDir, log });
    closers.add(table.close);
    closers.add(sweepDaily(table, log));
    return { ...portsOn(table), name: 'dynalite', localTable: table, close: closers.closeAll };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
};

const portsOn = (table: Table): Pick<OpenMetrics, 'store' | 'ledger' | 'attempts' | 'salts'> => ({
  store: dynamoMetricsStore(table),
  ledger: dynamoLedger(table),
  attempts: dynamoLoginAttempts(table),
  salts: dynamoSalts(table),
});

/** Deletes what has expired, now and every day, in the background: dynalite keeps everything. @returns what ends it */
const sweepDaily = (table: Table, log: Log): (() => Promise<void>) => {
  const ended = new AbortController();
  const sweep = async (): Promise<void> => {
    try {
      const deleted = await deleteExpired({ ...table, nowMs: Date.now(), signal: ended.signal });
      if (deleted > 0) log.debug('deleted expired metrics', { items: deleted });
    } catch (error) {
      log.warn('could not delete expired metrics; the next day tries again', thrown(error));
    }
  };
  let sweeping = sweep();
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep);
  }, SWEEP_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    ended.abort();
    await sweeping;
  };
};
