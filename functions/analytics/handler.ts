import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { dynamoLoginAttempts } from '../../src/adapters/dynamodb/dynamoLoginAttempts.ts';
import { dynamoMetricsStore } from '../../src/adapters/dynamodb/dynamoMetricsStore.ts';
import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { type AnalyticsDependencies, createHandler } from './createHandler.ts';
import { analyticsEnvironment } from './environment.ts';

const log = powertoolsLog('footfall-analytics');

const start = (): AnalyticsDependencies => {
  const { tableName, ...configured } = analyticsEnvironment(process.env);
  const table = { client: connectDynamo(), tableName };
  return {
    ...configured,
    store: dynamoMetricsStore(table),
    ledger: dynamoLedger(table),
    attempts: dynamoLoginAttempts(table),
    log,
    now: Date.now,
  };
};

const started = (): ReturnType<typeof createHandler> => {
  try {
    return createHandler(start());
  } catch (error) {
    log.critical('cannot start', { error: error as Error });
    throw error;
  }
};

export const handler = started();
