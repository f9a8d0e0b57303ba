import { dynamoMetricsStore } from '../../src/adapters/dynamodb/dynamoMetricsStore.ts';
import { describeWith } from '../servers/servers.ts';
import { ministackTable } from './dynamoTables.ts';
import { metricsStoreContract } from './metricsStore.contract.ts';

describeWith(['ministack'], 'on a server of the AWS APIs', () => {
  metricsStoreContract('MiniStack', async () => {
    const table = await ministackTable();
    return {
      store: dynamoMetricsStore(table),
      other: dynamoMetricsStore(table),
      close: () => table.close(),
    };
  });
});
