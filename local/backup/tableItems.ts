import { paginateScan } from '@aws-sdk/client-dynamodb';
import { deserialize, serialize } from 'bson';
import type { Item } from '../../src/adapters/dynamodb/attributes.ts';
import { dynamoTable } from '../../src/adapters/dynamodb/dynamoTable.ts';
import { saltRange } from '../../src/adapters/dynamodb/itemKeys.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { Table } from '../wiring/openLocalTable.ts';

/** Small pages: dynalite reads one in the server's own thread. */
const PAGE_ITEMS = 100;

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

/** Puts items into a table, as `tableItems` gave them. @throws MetricsUnavailable, with its cause */
export const putTableItems = (table: Table, items: readonly Buffer[]): Promise<void> =>
  dynamoTable(table).putMany(items.map(itemOf));
