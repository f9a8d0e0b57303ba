import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AttributeValue, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { Redis } from 'ioredis';
import { type Document, MongoClient } from 'mongodb';
import { onTestFinished } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import { startLoopbackDynalite } from '../../local/wiring/loopbackDynalite.ts';
import { createTable } from '../../src/adapters/dynamodb/createTable.ts';
import { SESSION_IDLE_MS } from '../../src/domain/sessions/session.ts';
import { startRedis, startSecantus } from '../servers/servers.ts';
import { aggregateByHand, staffClient, untilWritten } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { recordedBrowser } from './recordedBrowser.ts';
import type { Recording } from './recordings.ts';
import { RECORDED } from './recordingTerms.ts';

/** As `openMetrics` has them. */
const TABLE = 'footfall';
const metricsIn = (dataDir: string): string => join(dataDir, 'metrics', 'leveldb');

/** Puts what a release left behind where it was: into Redis, MongoDB, and the data folder's DynamoDB. */
const restore = async (
  { hotSessions, documents, items }: Recording,
  { redis, db, dataDir }: { redis: Redis; db: ReturnType<MongoClient['db']>; dataDir: string },
): Promise<void> => {
  for (const { key, hash, scores } of hotSessions) {
    if (hash !== undefined) await redis.hset(key, hash);
    for (const [member, score] of Object.entries(scores ?? {})) await redis.zadd(key, score, member);
    await redis.pexpire(key, SESSION_IDLE_MS);
  }
  for (const { collection, document } of documents) {
    await db.collection(collection).insertOne(structuredClone(document) as Document);
  }
  const path = metricsIn(dataDir);
  await mkdir(path, { recursive: true });
  const { client, close } = await startLoopbackDynalite({ path });
  await createTable({ client, tableName: TABLE });
  for (const Item of items) await client.send(new PutItemCommand({ TableName: TABLE, Item }));
  await close();
};

/**
 * This release started on what an older one left behind, in real Redis, in SecantusDB and in dynalite, at the minute at which the
 * older one was stopped; all stopped with the test.
 */
export const upgradedFootfall = async (recording: Recording) => {
  const [redisServer, mongoServer] = await Promise.all([startRedis(), startSecantus()]);
  onTestFinished(() => redisServer.stop());
  onTestFinished(() => mongoServer.stop());
  const dataDir = await temporaryDataDir();
  const redis = new Redis(redisServer.url);
  const mongo = new MongoClient(mongoServer.url);
  onTestFinished(() => redis.disconnect());
  onTestFinished(() => mongo.close());
  const db = mongo.db('footfall');
  await restore(recording, { redis, db, dataDir });

  const environment = {
    ...RECORDED.environment,
    REDIS_URL: redisServer.url,
    MONGODB_URI: mongoServer.url,
  };
  const clock = { nowMs: RECORDED.endedAtMs as number };
  const footfall = await startFootfall({
    port: 0,
    dataDir,
    environment,
    log: keptLog(),
    now: () => clock.nowMs,
  });
  onTestFinished(() => footfall.stop());
  const { url } = footfall;
  const staff = staffClient({ url, staff: { token: RECORDED.environment.ADMIN_TOKEN } });
  return {
    url,
    redis,
    /** The visitors' and the aggregators', for a test to move. */
    clock,
    browser: (cookies: { readonly [name: string]: string } = {}) => recordedBrowser(url, cookies),
    /** What the staff are answered to one of the recorded questions, or to another one. */
    answer: (question: string) => staff.ask(`analytics/${question}`),
    /** A collection of the record, past all of our own code. */
    documents: (collection: string): Promise<Document[]> =>
      db.collection(collection).find().sort({ _id: 1 }).toArray(),
    /** The table of the metrics, of a Footfall that it stops. */
    items: async (): Promise<Record<string, AttributeValue>[]> => {
      await footfall.stop();
      const table = await startLoopbackDynalite({ path: metricsIn(dataDir) });
      const { Items = [] } = await table.client.send(new ScanCommand({ TableName: TABLE }));
      await table.close();
      return Items;
    },
    untilWritten: () => untilWritten(url),
    aggregate: async (): Promise<void> => {
      const { token } = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8'));
      await aggregateByHand({ url, token });
    },
  };
};
