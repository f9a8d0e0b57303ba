import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { EXPIRES_AT } from './attributes.ts';

const POLL_MS = 100;
const MAX_POLLS = 300;

/**
 * Makes the table as the adapters want it, where there is none: for servers that no stack is deployed to. Safe to repeat.
 * A server that cannot expire items (dynalite) keeps them (`deleteExpired`).
 * @throws the SDK's errors; an Error where the table is not active within 30 s
 */
export const createTable = async ({
  client,
  tableName,
}: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): Promise<void> => {
  const table = { TableName: tableName };
  try {
    await client.send(
      new CreateTableCommand({
        ...table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  for (let polls = 0; ; polls++) {
    const { Table } = await client.send(new DescribeTableCommand(table));
    if (Table?.TableStatus === 'ACTIVE') break;
    if (polls >= MAX_POLLS) throw new Error(`the table ${tableName} is ${Table?.TableStatus}, not active`);
    await sleep(POLL_MS);
  }
  await expireItems(client, table);
};

const expireItems = async (client: DynamoDBClient, table: { readonly TableName: string }): Promise<void> => {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand(table));
  const status = TimeToLiveDescription?.TimeToLiveStatus;
  if (status === 'ENABLED' || status === 'ENABLING') return;
  try {
    await client.send(
      new UpdateTimeToLiveCommand({
        ...table,
        TimeToLiveSpecification: { AttributeName: EXPIRES_AT, Enabled: true },
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UnknownOperationException') throw error;
  }
};
