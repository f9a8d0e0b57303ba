import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { saltEndsAt } from '../../domain/identity/saltEndsAt.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import { daySpan } from '../../domain/time/localTime.ts';
import { type DailySalts, SALT_BYTES, type SaltedSite, SaltsUnavailable } from '../../ports/DailySalts.ts';
import { MetricsUnavailable } from '../../ports/MetricsStore.ts';
import { bytes, bytesOf, EXPIRES_AT, expiresAt, type Item, keyOf, textOf } from './attributes.ts';
import { dynamoTable } from './dynamoTable.ts';
import { saltKey, saltRange } from './itemKeys.ts';
import { REFUSED } from './outage.ts';

/** The aggregator deletes a salt to the minute; where it does not run, DynamoDB does, some time after this. */
const SECOND_LINE_MS = 60 * 60_000;

const answered = async <T>(command: () => Promise<T>): Promise<T> => {
  try {
    return await command();
  } catch (cause) {
    if (!(cause instanceof MetricsUnavailable)) throw cause;
    throw new SaltsUnavailable('the salts did not come', { cause });
  }
};

/** Daily salts in DynamoDB, an item a day, in a partition of the site's own that nothing else is in. */
export const dynamoSalts = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): DailySalts => {
  const table = dynamoTable(options);

  const known = async (site: SaltedSite, day: LocalDate): Promise<Uint8Array | undefined> =>
    bytesOf(await table.get(saltKey(site.id, day), ['salt']), 'salt');

  /** Of all who make one at once, one is kept. */
  const make = async (site: SaltedSite, day: LocalDate): Promise<Uint8Array | undefined> => {
    const salt = new Uint8Array(randomBytes(SALT_BYTES));
    const item: Item = {
      ...keyOf(saltKey(site.id, day)),
      salt: bytes(salt),
      [EXPIRES_AT]: expiresAt(saltEndsAt(site, day) + SECOND_LINE_MS),
    };
    const put = await table.putIf(item, 'attribute_not_exists(#pk)');
    return put === REFUSED ? known(site, day) : salt;
  };

  return {
    saltOf: (site, day, nowMs) =>
      answered(async () => {
        if (nowMs >= saltEndsAt(site, day)) return undefined;
        const salt = await known(site, day);
        return salt !== undefined || nowMs >= daySpan(day, site.timezone).endMs ? salt : make(site, day);
      }),
    forgetSaltsBefore: (site, day) =>
      answered(async () => {
        const over = await table.query(saltRange(site), ['sk']);
        const days = over.flatMap((item) => textOf(item, 'sk') ?? []).filter((kept) => kept < day);
        for (const kept of days) await table.delete(saltKey(site, kept as LocalDate));
        return days.length;
      }),
  };
};
