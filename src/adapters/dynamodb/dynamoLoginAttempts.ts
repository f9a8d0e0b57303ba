import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LoginAttempts } from '../../ports/LoginAttempts.ts';
import { EXPIRES_AT, expiresAt, number, numberOf } from './attributes.ts';
import { dynamoTable } from './dynamoTable.ts';
import { loginKey } from './itemKeys.ts';
import { REFUSED } from './outage.ts';

/** Failed logins in DynamoDB, an item a key, gone some time after its window. */
export const dynamoLoginAttempts = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): LoginAttempts => {
  const table = dynamoTable(options);

  /** Both can be refused only where the window ends, or another's begins, between them. */
  const count = async (key: string, nowMs: number, windowMs: number): Promise<boolean> => {
    const now = { ':now': number(nowMs), ':one': number(1) };
    const counted = await table.updateIf(loginKey(key), '#endsAtMs > :now', {
      update: 'ADD #failures :one',
      values: now,
    });
    if (counted !== REFUSED) return true;
    const endsAtMs = nowMs + windowMs;
    const begun = await table.updateIf(
      loginKey(key),
      'attribute_not_exists(#endsAtMs) OR #endsAtMs <= :now',
      {
        update: `SET #failures = :one, #endsAtMs = :endsAtMs, #${EXPIRES_AT} = :expiresAt`,
        values: { ...now, ':endsAtMs': number(endsAtMs), ':expiresAt': expiresAt(endsAtMs) },
      },
    );
    return begun !== REFUSED;
  };

  return {
    failures: async (key, nowMs) => {
      const item = await table.get(loginKey(key), ['failures', 'endsAtMs']);
      return (numberOf(item, 'endsAtMs') ?? 0) > nowMs ? (numberOf(item, 'failures') ?? 0) : 0;
    },
    fail: async (key, nowMs, windowMs) => {
      while (!(await count(key, nowMs, windowMs))) {
        // another's failure began the window in between: count under it
      }
    },
    clear: (key) => table.delete(loginKey(key)),
  };
};
