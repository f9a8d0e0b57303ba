import { DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { EXPIRES_AT, number } from './attributes.ts';

/** Small pages: a local server reads one in the caller's own thread. */
const PAGE_ITEMS = 100;

/**
 * Deletes what has expired, as DynamoDB does by itself: for local servers that do not. What is written anew meanwhile stays.
 * @throws the SDK's errors
 * @returns how many items it deleted
 */
export const deleteExpired = async ({
  client,
  tableName,
  nowMs,
  signal,
}: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly nowMs: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}): Promise<number> => {
  const expired = {
    ExpressionAttributeNames: { '#expiresAt': EXPIRES_AT },
    ExpressionAttributeValues: { ':now': number(Math.floor(nowMs / 1_000)) },
  };
  let deleted = 0;
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      Limit: PAGE_ITEMS,
      FilterExpression: '#expiresAt <= :now',
      ProjectionExpression: 'pk, sk',
      ...expired,
    },
  );
  for await (const { Items = [] } of pages) {
    if (signal?.aborted) return deleted;
    for (const { pk, sk } of Items) {
      if (pk === undefined || sk === undefined) continue;
      await client
        .send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: { pk, sk },
            ConditionExpression: '#expiresAt <= :now',
            ...expired,
          }),
        )
        .then(
          () => {
            deleted += 1;
          },
          (error: Error) => {
            if (error.name !== 'ConditionalCheckFailedException') throw error;
          },
        );
    }
  }
  return deleted;
};
