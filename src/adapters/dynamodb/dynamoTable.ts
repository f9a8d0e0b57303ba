import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { type Item, type ItemKey, keyOf, text } from './attributes.ts';
import { namesIn, projection, type Update } from './expressions.ts';
import { inParallel } from './inParallel.ts';
import type { KeyRange } from './itemKeys.ts';
import { answered, type REFUSED, unlessRefused } from './outage.ts';
import { untilProcessed } from './untilProcessed.ts';

/** Limits of one call (DynamoDB developer guide, "Quotas"). */
const MAX_KEYS_OF_GET = 100;
const MAX_WRITES = 25;
/** Calls of one batch under way at a time. */
const CONCURRENCY = 8;
/** The commands that the adapters of DynamoDB are made of. Reads are consistent. */
export interface DynamoTable {
  get(key: ItemKey, attributes?: readonly string[]): Promise<Item | undefined>;
  /** Items by {@link addressOf} their key, those of the keys that there are. A key may be given twice. */
  getMany(keys: readonly ItemKey[], attributes?: readonly string[]): Promise<ReadonlyMap<string, Item>>;
  /** Items of one partition with sort keys in a range, both inclusive, in their order. */
  query(range: KeyRange, attributes?: readonly string[]): Promise<Item[]>;
  update(key: ItemKey, update: Update): Promise<Item>;
  updateIf(key: ItemKey, condition: string, update: Update): Promise<Item | typeof REFUSED>;
  putIf(item: Item, condition: string, values?: Item): Promise<typeof REFUSED | undefined>;
  delete(key: ItemKey): Promise<void>;
  /** Puts items without conditions, in no order and not as one. Of two with one key the later is put. */
  putMany(items: readonly Item[]): Promise<void>;
  /** Deletes what {@link DynamoTable.query} would find. */
  deleteRange(range: KeyRange): Promise<void>;
}

/** By which an item of {@link DynamoTable.getMany} is found. */
export const addressOf = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;
const addressOfItem = ({ pk, sk }: Item): string => addressOf({ pk: pk?.S ?? '', sk: sk?.S ?? '' });

/**
 * One table, with what an outage is said once: every method throws `MetricsUnavailable`, with its cause, unless the command
 * itself was wrong.
 */
export const dynamoTable = ({
  client,
  tableName,
}: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): DynamoTable => {
  const table = { TableName: tableName };

  const getGroup = (
    keys: readonly ItemKey[],
    attributes: readonly string[] | undefined,
    keep: (item: Item) => void,
  ): Promise<void> =>
    untilProcessed<Record<string, AttributeValue>>(keys.map(keyOf), async (Keys) => {
      const wanted = { Keys, ConsistentRead: true, ...projection(attributes && ['pk', 'sk', ...attributes]) };
      const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [tableName]: wanted } }));
      for (const item of answer.Responses?.[tableName] ?? []) keep(item);
      return answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    });

  const writeGroup = (writes: readonly WriteRequest[]): Promise<void> =>
    untilProcessed(writes, async (left) => {
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }));
      return answer.UnprocessedItems?.[tableName] ?? [];
    });

  const query = async ({ pk, from, to }: KeyRange, attributes?: readonly string[]): Promise<Item[]> => {
    // DynamoDB refuses to look between two keys that are the wrong way round.
    if (from > to) return [];
    const items: Item[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const answer = await client.send(
        new QueryCommand({
          ...table,
          ConsistentRead: true,
          ...projection(attributes),
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': text(pk), ':from': text(from), ':to': text(to) },
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      items.push(...(answer.Items ?? []));
      start = answer.LastEvaluatedKey;
    } while (start !== undefined);
    return items;
  };

  const writeMany = (writes: readonly WriteRequest[]): Promise<void> =>
    inParallel(groupsOf(writes, MAX_WRITES), CONCURRENCY, writeGroup);

  const updateItem = async (
    key: ItemKey,
    { update, names, values, returns }: Update,
    condition?: string,
  ): Promise<Item> => {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        ...table,
        Key: keyOf(key),
        UpdateExpression: update,
        ExpressionAttributeNames: namesIn(`${update} ${condition}`, names),
        ...(condition && { ConditionExpression: condition }),
        ...(values && { ExpressionAttributeValues: { ...values } }),
        ...(returns && { ReturnValues: returns }),
      }),
    );
    return Attributes ?? {};
  };

  return {
    get: (key, attributes) =>
      answered(async () => {
        const { Item: item } = await client.send(
          new GetItemCommand({ ...table, Key: keyOf(key), ConsistentRead: true, ...projection(attributes) }),
        );
        return item;
      }),
    getMany: (keys, attributes) =>
      answered(async () => {
        const items = new Map<string, Item>();
        const distinct = [...new Map(keys.map((key) => [addressOf(key), key])).values()];
        await inParallel(groupsOf(distinct, MAX_KEYS_OF_GET), CONCURRENCY, (group) =>
          getGroup(group, attributes, (item) => items.set(addressOfItem(item), item)),
        );
        return items;
      }),
    query: (range, attributes) => answered(() => query(range, attributes)),
    update: (key, update) => answered(() => updateItem(key, update)),
    updateIf: (key, condition, update) => unlessRefused(() => updateItem(key, update, condition)),
    putIf: (item, condition, values) =>
      unlessRefused(async () => {
        await client.send(
          new PutItemCommand({
            ...table,
            Item: { ...item },
            ConditionExpression: condition,
            ExpressionAttributeNames: namesIn(condition),
            ...(values && { ExpressionAttributeValues: { ...values } }),
          }),
        );
        return undefined;
      }),
    delete: (key) =>
      answered(async () => {
        await client.send(new DeleteItemCommand({ ...table, Key: keyOf(key) }));
      }),
    putMany: (items) =>
      answered(() =>
        writeMany([
          ...new Map(
            items.map((item) => [addressOfItem(item), { PutRequest: { Item: { ...item } } }]),
          ).values(),
        ]),
      ),
    deleteRange: (range) =>
      answered(async () => {
        const keys = await query(range, ['pk', 'sk']);
        await writeMany(keys.map((Key) => ({ DeleteRequest: { Key: { ...Key } } })));
      }),
  };
};

const groupsOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, group) =>
    items.slice(group * size, (group + 1) * size),
  );
