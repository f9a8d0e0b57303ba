import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { dynamoLedger } from '../../src/adapters/dynamodb/dynamoLedger.ts';
import { dynamoLoginAttempts } from '../../src/adapters/dynamodb/dynamoLoginAttempts.ts';
import { dynamoMetricsStore } from '../../src/adapters/dynamodb/dynamoMetricsStore.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import { LeaseLost } from '../../src/ports/AggregationLedger.ts';
import { MetricsUnavailable } from '../../src/ports/MetricsStore.ts';
import { freePort } from '../servers/process.ts';
import { type DynamoTableUnderTest, dynaliteTable } from './dynamoTables.ts';
import {
  DAY,
  dayPiece,
  metricsStoreContract,
  pieceOf,
  readDay,
  readingOf,
  stampOf,
} from './metricsStore.contract.ts';

metricsStoreContract('dynalite', async () => {
  const table = await dynaliteTable();
  return { store: dynamoMetricsStore(table), other: dynamoMetricsStore(table), close: () => table.close() };
});

/** How many commands a piece is written with: claim, two parts, flip. */
const COMMANDS = 4;

/** Has a client wait before each of its commands from the `first` on (0 is its first), until it is let go. */
const pausedFrom = (client: DynamoDBClient, first: number) => {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let commands = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (commands++ >= first) await gate;
      return next(args);
    },
    { step: 'initialize' },
  );
  return { letGo };
};

/** Has the answer of one of a client's commands lost, after the server did what it says. */
const losesAnswer = (client: DynamoDBClient, lost: number): void => {
  let answers = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (answers++ !== lost) return answer;
      throw Object.assign(new Error('the connection is gone'), { name: 'TimeoutError' });
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
};

describe('a piece on its way to DynamoDB', () => {
  let table: DynamoTableUnderTest;
  const clients: DynamoDBClient[] = [];
  let sites = 0;
  const newSite = () => `shop-${sites++}` as SiteId;
  const connect = () => {
    const client = table.connect();
    clients.push(client);
    return client;
  };
  const storeOn = (client: DynamoDBClient) => dynamoMetricsStore({ client, tableName: table.tableName });
  beforeAll(async () => {
    table = await dynaliteTable();
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await table.close();
  });

  const steps = Array.from({ length: COMMANDS + 1 }, (_, step) => step);
  it.each(steps.flatMap((zombie) => steps.map((younger) => ({ zombie, younger }))))(
    'is whole, and one lease’s, where a zombie sleeps before its command $zombie and wakes while a younger lease is before its $younger',
    async ({ zombie, younger }) => {
      const site = newSite();
      await storeOn(table.client).writePiece(site, pieceOf(dayPiece(), stampOf(1)), { fence: 1 });
      const write = (fence: number, pauseAt: number) => {
        const client = connect();
        const { letGo } = pausedFrom(client, pauseAt);
        const stamp = stampOf(2, { writtenAt: fence });
        const text = `fence ${fence}`;
        const outcome = storeOn(client)
          .writePiece(site, pieceOf(dayPiece(), stamp, text), { fence })
          .then(
            () => 'written' as const,
            (error: unknown) => error,
          );
        return { outcome, letGo, reading: readingOf(stamp, text) };
      };
      const older = write(1, zombie);
      // time to come to where it sleeps
      await sleep(15);
      const newer = write(2, younger);
      await sleep(15);
      older.letGo();
      await older.outcome;
      newer.letGo();
      const [first, second] = [await older.outcome, await newer.outcome];
      const read = await readDay(storeOn(table.client), site);
      const [winner, loser] = first === 'written' ? [older, second] : [newer, first];
      expect(read).toEqual(winner.reading);
      expect(loser).toBeInstanceOf(LeaseLost);
      expect([first, second]).toContain('written');
    },
  );

  it.each(steps.slice(1))('arrives though the answer of its command %i is lost', async (command) => {
    const site = newSite();
    const client = connect();
    const store = storeOn(client);
    await store.writePiece(site, pieceOf(dayPiece(), stampOf(1)), { fence: 1 });
    losesAnswer(client, command - 1);
    await store.writePiece(site, pieceOf(dayPiece(), stampOf(2)), { fence: 2 });
    expect(await readDay(store, site)).toEqual(readingOf(stampOf(2)));
  });
});

describe('DynamoDB that does not answer', () => {
  it('is an outage with its cause, whatever it was asked', async () => {
    const client = connectDynamo({
      endpoint: `http://127.0.0.1:${await freePort()}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    const table = { client, tableName: 'footfall-test' };
    const [store, ledger, attempts] = [
      dynamoMetricsStore(table),
      dynamoLedger(table),
      dynamoLoginAttempts(table),
    ];
    const site = 'shop' as SiteId;
    const lease = { site, owner: 'a', fence: 1 };
    const id = dayPiece();
    const correction = {
      day: DAY,
      orderId: 'o1',
      reason: 'refund',
      at: 0,
      delta: { orders: 0, revenueMinor: -1 },
      values: {},
    } as const;
    const asked: { readonly [name: string]: () => Promise<unknown> } = {
      heads: () => store.heads(site, { years: [2026], hoursOf: [] }),
      sections: () => store.sections([{ site, id, version: 1, section: 'core' }]),
      writePiece: () => store.writePiece(site, pieceOf(id, stampOf(1)), { fence: 1 }),
      minutes: () => store.minutes(site, 0, 1),
      corrections: () => store.corrections(site, DAY, DAY),
      putCorrections: () => store.putCorrections(site, [correction]),
      acquire: () => ledger.acquire({ site, owner: 'a', nowMs: 0, leaseMs: 1 }),
      renew: () => ledger.renew(lease, 0, 1),
      release: () => ledger.release(lease),
      state: () => ledger.state(site),
      saveState: () => ledger.saveState(lease, {}),
      reserveNumbers: () => ledger.reserveNumbers(site, 1),
      failures: () => attempts.failures('k', 0),
      fail: () => attempts.fail('k', 0, 1),
      clear: () => attempts.clear('k'),
    };
    for (const [name, ask] of Object.entries(asked)) {
      const error = await ask().then(
        () => 'answered',
        (reason: unknown) => reason,
      );
      expect(error, name).toBeInstanceOf(MetricsUnavailable);
      expect((error as Error).cause, name).toMatchObject({ code: 'ECONNREFUSED' });
    }
    client.destroy();
  });
});
