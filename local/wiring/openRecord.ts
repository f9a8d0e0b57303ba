import type { EmbeddedDb } from '../../src/adapters/embedded/openEmbeddedDb.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoBotRecord } from '../../src/adapters/mongodb/mongoBotRecord.ts';
import { mongoCustomerIdentities } from '../../src/adapters/mongodb/mongoCustomerIdentities.ts';
import { mongoCustomerSessions } from '../../src/adapters/mongodb/mongoCustomerSessions.ts';
import { mongoPeopleRecord } from '../../src/adapters/mongodb/mongoPeopleRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { stampRetention } from '../../src/adapters/mongodb/stampRetention.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { Site } from '../../src/domain/site.ts';
import type { AggregationRecord } from '../../src/ports/AggregationRecord.ts';
import type { BotRecord } from '../../src/ports/BotRecord.ts';
import type { CustomerIdentities } from '../../src/ports/CustomerIdentities.ts';
import type { CustomerSessions } from '../../src/ports/CustomerSessions.ts';
import type { PeopleRecord } from '../../src/ports/PeopleRecord.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { type StoredPersons, subjectStores } from '../../src/runtime/subjectStores.ts';
import { type ShopStores, shopStores } from '../storefront/shopStores.ts';
import { type LocalDbOptions, openLocalDb } from './openLocalDb.ts';

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
  /** The same, as it tells of bots. */
  readonly bots: BotRecord;
  /** Which visitor each customer is. */
  readonly identities: CustomerIdentities;
  /** Which session a customer's order is of. */
  readonly customerSessions: CustomerSessions;
  /** The same, for copies of what is held of a person, and erasure. */
  readonly persons: StoredPersons;
  /** What the shop keeps there. */
  readonly shop: ShopStores;
  readonly name: 'embedded' | 'MongoDB';
  /** All there is at this instant, of the record in the data folder; absent where it is in MongoDB. */
  readonly snapshot?: EmbeddedDb['snapshot'];
}

/**
 * The record in `MONGODB_URI` where it is set, else in the data folder; with its indexes.
 * @param sites whose documents are kept as long as each says; where they are left out, nothing is noted of that
 * @throws ConfigurationError where `MONGODB_URI` is none, RecordUnavailable where it does not answer; FolderLocked, LogCorrupted
 */
export const openRecord = async (
  environment: Environment,
  { sites, ...local }: LocalDbOptions & { readonly sites?: readonly Site[] },
): Promise<OpenRecord> => {
  const uri = environment.MONGODB_URI;
  const opened =
    uri === undefined || uri === ''
      ? { ...(await embedded(local, sites)), name: 'embedded' as const }
      : { ...(await mongo(uri)), name: 'MongoDB' as const };
  try {
    await opened.record.ensureIndexes();
    await opened.persons.erasures.purgeLeft();
  } catch (error) {
    await opened.record.close();
    throw error;
  }
  return opened;
};

type Opened = Pick<
  OpenRecord,
  | 'record'
  | 'aggregation'
  | 'people'
  | 'bots'
  | 'persons'
  | 'identities'
  | 'customerSessions'
  | 'shop'
  | 'snapshot'
>;

const embedded = async (options: LocalDbOptions, sites: readonly Site[] = []): Promise<Opened> => {
  const db = await openLocalDb(options);
  try {
    // What an earlier release wrote says not yet until when it is kept.
    const stamped = await stampRetention({ db, sites });
    if (Object.keys(stamped).length > 0) options.log.info('noted until when documents are kept', stamped);
  } catch (error) {
    await db.close();
    throw error;
  }
  return {
    record: mongoRecordStore({ db, close: () => db.close() }),
    aggregation: mongoAggregationRecord({ db }),
    people: mongoPeopleRecord({ db }),
    bots: mongoBotRecord({ db }),
    persons: subjectStores({ db, purge: () => db.compact() }),
    identities: mongoCustomerIdentities({ db }),
    customerSessions: mongoCustomerSessions({ db }),
    shop: shopStores({ db }),
    snapshot: () => db.snapshot(),
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
    bots: mongoBotRecord({ db: aggregators.db, timeoutMs: AGGREGATOR_TIMEOUT_MS }),
    persons: subjectStores({ db: requests.db, timeoutMs: MONGODB_TIMEOUT_MS }),
    identities: mongoCustomerIdentities({ db: requests.db, timeoutMs: MONGODB_TIMEOUT_MS }),
    customerSessions: mongoCustomerSessions({ db: requests.db, timeoutMs: MONGODB_TIMEOUT_MS }),
    shop: shopStores({ db: requests.db, timeoutMs: MONGODB_TIMEOUT_MS }),
  };
};
