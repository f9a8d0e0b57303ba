import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { createTable } from '../../src/adapters/dynamodb/createTable.ts';
import { startMinistack } from '../servers/servers.ts';

/** A table on a server of DynamoDB's protocol, and how to be rid of both. */
export interface DynamoTableUnderTest {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Another client of the same server. */
  connect(): DynamoDBClient;
  close(): Promise<void>;
}

const tableAt = async (endpoint: string, stop: () => Promise<void>): Promise<DynamoTableUnderTest> => {
  const connect = () =>
    connectDynamo({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  const table = { client: connect(), tableName: 'footfall-test' };
  await createTable(table);
  return {
    ...table,
    connect,
    close: async () => {
      table.client.destroy();
      await stop();
    },
  };
};

/** On dynalite, in memory. */
export const dynaliteTable = async (): Promise<DynamoTableUnderTest> => {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return tableAt(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
};

/** On MiniStack. */
export const ministackTable = async (): Promise<DynamoTableUnderTest> => {
  const server = await startMinistack();
  return tableAt(server.url, () => server.stop());
};
