import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddedDb } from '../../src/adapters/embedded/openEmbeddedDb.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoCustomerIdentities } from '../../src/adapters/mongodb/mongoCustomerIdentities.ts';
import { mongoCustomerSessions } from '../../src/adapters/mongodb/mongoCustomerSessions.ts';
import { mongoPeopleRecord } from '../../src/adapters/mongodb/mongoPeopleRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { AggregationRecord } from '../../src/ports/AggregationRecord.ts';
import type { CustomerIdentities } from '../../src/ports/CustomerIdentities.ts';
import type { CustomerSessions } from '../../src/ports/CustomerSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { PeopleRecord } from '../../src/ports/PeopleRecord.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { type ShopStores, shopStores } from '../storefront/shopStores.ts';

/** The writer's batches, the look-ups of requests, the live page. */
const MONGODB_CONNECTIONS = 10;
/** Shorter than on AWS: Ctrl-C waits for what is under way. */
const MONGODB_TIMEOUT_MS = 2_500;
/** They read whole days, and nobody waits for the answer. */
const AGGREGATOR_CONNECTIONS = 2;
const AGGREGATOR_TIMEOUT_MS = 30_000;

/** The record, and what a person calls the place it is in. */
export interface OpenRecord {
  readonly record: RecordStore;
  /** The same, as the aggregators see it; closed with it. */
  readonly aggregation: AggregationRecord;
  /** The same, as it tells the staff of people. */
  readonly people: PeopleRecord;
  /** Which visitor each customer is. */
  readonly identities: CustomerIdentities;
  /** Which session a customer's order is of. */
  readonly customerSessions: CustomerSessions;
  /** What the shop keeps there. */
  readonly shop: ShopStores;
  readonly name: 'embedded' | 'MongoDB';
}

/**
 * The record in `MONGODB_URI` where it is set, else in the data folder; with its indexes.
 * @throws ConfigurationError where `MONGODB_URI` is none, RecordUnavailable where it does not answer; FolderLocked, LogCorrupted
 */
export const openRecord = async (
  environment: Environment,
  { dataDir, log, now }: { readonly dataDir: string; readonly log: Log; readonly now: () => number },
): Promise<OpenRecord> => {
  const uri = environment.MONGODB_URI;
  const opened =
    uri === undefined || uri === ''
      ? { ...(await embedded({ dataDir, log, now })), name: 'embedded' as const }
      : { ...(await mongo(uri)), name: 'MongoDB' as const };
  try {
    await opened.record.ensureIndexes();
  } catch (error) {
    await opened.record.close();
    throw error;
  }
  return opened;
};

type Opened = Pick<
  OpenRecord,
  'record' | 'aggregation' | 'people' | 'identities' | 'customerSessions' | 'shop'
>;

/** Read in two seconds (16 MB/s, 2026-11-22, two busy cores): whoever waits longer is told for what. */
const TOLD_OVER_BYTES = 32_000_000;

const bytesIn = async (dir: string): Promise<number> => {
  const names = await readdir(dir).catch(() => []);
  const sizes = await Promise.all(names.map((name) => stat(join(dir, name)).then(({ size }) => size)));
  return sizes.reduce((sum, size) => sum + size, 0);
};

const embedded = async ({
  dataDir,
  log,
  now,
}: {
  readonly dataDir: string;
  readonly log: Log;
  readonly now: () => number;
}): Promise<Opened> => {
  const dir = join(dataDir, 'record');
  const bytes = await bytesIn(dir);
  if (bytes > TOLD_OVER_BYTES) {
    log.info(`reading ${Math.round(bytes / 1_000_000)} MB of what was recorded`);
  }
  const db = await openEmbeddedDb({
    dir,
    onRepair: (what) => log.warn('cut a torn record off the end of the record’s log', what),
    now,
  });
  return {
    record: mongoRecordStore({ db, close: () => db.close() }),
    aggregation: mongoAggregationRecord({ db }),
    people: mongoPeopleRecord({ db }),
    identities: mongoCustomerIdentities({ db }),
    customerSessions: mongoCustomerSessions({ db }),
    shop: shopStores({ db }),
  };
};

const mongo = async (uri: string): Promise<Opened> => {
  const connect = (maxPoolSize: number, timeoutMs: number) =>
    connectMongo({ uri, maxPoolSize, timeoutMs }).catch((cause: Error) => {
      throw new ConfigurationError(`MONGODB_URI cannot be used: ${cause.message}.`, { cause });
    });
  const requests = await connect(MONGODB_CONNECTIONS, MONGODB_TIMEOUT_MS);
  const aggregators = await connect(AGGREGATOR_CONNECTIONS, AGGREGATOR_TIMEOUT_MS);
  const close = async (): Promise<void> => {
    await Promise.all([requests.close(), aggregators.close()]);
  };
  return {
    record: mongoRecordStore({ db: requests.db, close, timeoutMs: MONGODB_TIMEOUT_MS }),
    aggregation: mongoAggregationRecord({ db: aggregators.db, timeoutMs: AGGREGATOR_TIMEOUT_MS }),
    people: mongoPeopleRecord({ db: requests.db, timeoutMs: MONGODB_TIMEOUT_MS }),
    identities: mongoCustomerIdentities({ db: requests.db, timeoutMs: MONGODB_TIMEOUT_MS }),
    customerSessions: mongoCustomerSessions({ db: requests.db, timeoutMs: MONGODB_TIMEOUT_MS }),
    shop: shopStores({ db: requests.db, timeoutMs: MONGODB_TIMEOUT_MS }),
  };
};
