import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { dynamoLoginAttempts } from '../../src/adapters/dynamodb/dynamoLoginAttempts.ts';
import { dynamoMetricsStore } from '../../src/adapters/dynamodb/dynamoMetricsStore.ts';
import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import type { Environment } from '../../src/config/environment.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { createHandler } from './createHandler.ts';
import { analyticsEnvironment } from './environment.ts';

const log = powertoolsLog('footfall-analytics');

const start = (environment: Environment): ReturnType<typeof createHandler> => {
  const { tableName, ...configured } = analyticsEnvironment(environment);
  const table = { client: connectDynamo(), tableName };
  return createHandler({
    ...configured,
    store: dynamoMetricsStore(table),
    ledger: dynamoLedger(table),
    attempts: dynamoLoginAttempts(table),
    log,
    now: Date.now,
  });
};

export const handler = await startFunction(log, start);
