import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { onTestFinished } from 'vitest';
import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { createTable } from '../../src/adapters/dynamodb/createTable.ts';
import type { Document, DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import type { Environment } from '../../src/config/environment.ts';
import { openDbIn } from '../adapters/embedded/openDb.ts';
import { startRedis, startSecantus } from '../servers/servers.ts';

/** What a Footfall runs on, of one test alone. */
export interface FootfallPlace {
  readonly environment: Environment;
  /** A collection of the record, straight in its store; Footfall has stopped. By id. */
  documents(dataDir: string, collection: string): Promise<Document[]>;
}

const documentsOf = (db: DriverDb, collection: string): Promise<Document[]> =>
  db
    .collection(collection)
    .find({}, { sort: { _id: 1 } })
    .toArray();

/** All in the data folder, as `npm start` on a laptop. */
export const barePlace = async (): Promise<FootfallPlace> => ({
  environment: {},
  documents: async (dataDir, collection) => {
    const db = await openDbIn(join(dataDir, 'record'));
    try {
      return await documentsOf(db, collection);
    } finally {
      await db.close();
    }
  },
});

/** Redis and SecantusDB of its own, and a table of its own in the DynamoDB that the SDK's environment names. */
export const serversPlace = async (): Promise<FootfallPlace> => {
  const [redis, mongo] = await Promise.all([startRedis(), startSecantus()]);
  onTestFinished(() => redis.stop());
  onTestFinished(() => mongo.stop());
  const tableName = `footfall-${randomUUID()}`;
  const client = connectDynamo();
  await createTable({ client, tableName });
  client.destroy();
  return {
    environment: { REDIS_URL: redis.url, MONGODB_URI: mongo.url, TABLE_NAME: tableName },
    documents: async (_, collection) => {
      const mongoClient = new MongoClient(mongo.url);
      try {
        return await documentsOf(mongoClient.db('footfall'), collection);
      } finally {
        await mongoClient.close();
      }
    },
  };
};
