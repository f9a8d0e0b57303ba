import { type AttributeValue, BatchWriteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { deserialize, serialize } from 'bson';
import { inParallel } from '../../src/adapters/dynamodb/inParallel.ts';
import { saltRange } from '../../src/adapters/dynamodb/itemKeys.ts';
import { untilProcessed } from '../../src/adapters/dynamodb/untilProcessed.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { Table } from '../wiring/openLocalTable.ts';

/** Small pages: dynalite reads one in the server's own thread. */
const PAGE_ITEMS = 100;
/** Limits of one call (DynamoDB developer guide, "Quotas"): items, and bytes with room for base64. */
const MAX_ITEMS = 25;
const MAX_BYTES = 4 * 1024 * 1024;
const CONCURRENCY = 4;

type Item = Record<string, AttributeValue>;

/** Attributes in the order of their names: an item has no order of its own. */
const bytesOf = (item: Item): Buffer =>
  Buffer.from(serialize(Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))));

const itemOf = (bytes: Uint8Array): Item => deserialize(bytes, { promoteBuffers: true });

/** Salts are forgotten with their day; a backup would remember them. */
const SALTS = saltRange('' as SiteId).pk;

/**
 * All items of a table but the daily salts, in the order of its hashes, which is that of any table with the same keys.
 * @throws the SDK's errors
 */
export async function* tableItems({ client, tableName }: Table): AsyncGenerator<Buffer> {
  const scan = { TableName: tableName, Limit: PAGE_ITEMS, ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    yield* Items.filter(({ pk }) => !pk?.S?.startsWith(SALTS)).map(bytesOf);
  }
}

const groupsOf = (items: readonly Buffer[]): Buffer[][] => {
  const groups: Buffer[][] = [];
  let groupBytes = 0;
  for (const item of items) {
    const last = groups.at(-1);
    const fits = last !== undefined && last.length < MAX_ITEMS && groupBytes + item.length <= MAX_BYTES;
    if (fits) last.push(item);
    else groups.push([item]);
    groupBytes = (fits ? groupBytes : 0) + item.length;
  }
  return groups;
};

/** Puts items into a table, as `tableItems` gave them. @throws the SDK's errors */
export const putTableItems = ({ client, tableName }: Table, items: readonly Buffer[]): Promise<void> =>
  inParallel(groupsOf(items), CONCURRENCY, (group) =>
    untilProcessed(
      group.map((bytes) => ({ PutRequest: { Item: itemOf(bytes) } })),
      async (left) => {
        const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }));
        return (answer.UnprocessedItems?.[tableName] ?? []) as typeof left;
      },
    ),
  );
