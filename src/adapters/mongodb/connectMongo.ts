import type { DriverDb } from './driverPart.ts';

/** The database where the connection string names none. */
const DEFAULT_DATABASE = 'footfall';

/**
 * A connection to MongoDB with budgets, for {@link mongoRecordStore}. The driver is loaded here and not before, so that a
 * bundle which rarely needs it can leave it in a chunk of its own. Connects with the first command, and again after an
 * outage: a server that is down does not reject here.
 *
 * Writes are acknowledged by the majority, from their journals, and reads see what the majority has, from the primary: what a writer
 * stored is in what it reads next, and no failover takes it back (design, section 3). A replica set's majority has it in its journals
 * anyway; a server by itself that was killed lost acknowledged writes without (SecantusDB: in 5 of 6 kills, 2026-11-23).
 * @param maxPoolSize connections at most: a thousand Lambdas share one cluster
 * @param timeoutMs for each of: finding a server, connecting to it, waiting for a free connection, waiting for bytes
 * @throws the driver's MongoParseError or MongoInvalidArgumentError where the connection string is wrong
 */
export const connectMongo = async ({
  uri,
  maxPoolSize,
  timeoutMs,
}: {
  readonly uri: string;
  readonly maxPoolSize: number;
  readonly timeoutMs: number;
}): Promise<{ readonly db: DriverDb; readonly close: () => Promise<void> }> => {
  const loaded = await import('mongodb');
  // A bundle's chunk exports the CommonJS driver as its default alone.
  const { MongoClient } = 'MongoClient' in loaded ? loaded : (loaded as { default: typeof loaded }).default;
  const client = new MongoClient(uri, {
    appName: 'footfall',
    maxPoolSize,
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
    waitQueueTimeoutMS: timeoutMs,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
  });
  return { db: client.db(databaseIn(uri) ?? DEFAULT_DATABASE), close: () => client.close() };
};

/** The database's name in a connection string, after the hosts. */
const databaseIn = (uri: string): string | undefined =>
  /^mongodb(?:\+srv)?:\/\/[^/]+\/([^/?\s]+)/.exec(uri)?.[1];
