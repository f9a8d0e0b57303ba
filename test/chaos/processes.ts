import { randomUUID } from 'node:crypto';
import { createHandler as createConversionsHandler } from '../../functions/conversions/createHandler.ts';
import { createHandler as createTrackHandler } from '../../functions/track/createHandler.ts';
import { createHandler as createWriterHandler } from '../../functions/writer/createHandler.ts';
import { RECORD_TIMEOUT_MS } from '../../functions/writer/queueSettings.ts';
import { guardedHotSessions } from '../../src/adapters/guard/guardedHotSessions.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoCustomerIdentities } from '../../src/adapters/mongodb/mongoCustomerIdentities.ts';
import { mongoCustomerSessions } from '../../src/adapters/mongodb/mongoCustomerSessions.ts';
import { mongoOrderBook } from '../../src/adapters/mongodb/mongoOrderBook.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { createAggregator } from '../../src/aggregate/createAggregator.ts';
import { createDelivery } from '../../src/middleware/createDelivery.ts';
import { createOrders } from '../../src/orders/createOrders.ts';
import type { AggregationLedger } from '../../src/ports/AggregationLedger.ts';
import type { DeadLetters } from '../../src/ports/DeadLetters.ts';
import type { EventQueue } from '../../src/ports/EventQueue.ts';
import type { HotSessions } from '../../src/ports/HotSessions.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { MetricsStore } from '../../src/ports/MetricsStore.ts';
import type { OrderBook } from '../../src/ports/OrderBook.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { lazy } from '../../src/runtime/lazy.ts';
import { sessionDependencies } from '../../src/runtime/sessionDependencies.ts';
import { createTally } from '../../src/runtime/tally.ts';
import { writeKept } from '../../src/writer/writeKept.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { writeThrough } from '../../src/writer/writeThrough.ts';
import type { RequestInShort } from '../support/apiGatewayEvents.ts';
import { CONVERSION_KEYS, COOKIE_KEYS, SITES } from './shop.ts';
import { createShopServer } from './shopServer.ts';

/** What a process reaches, each over its own network: the code under test stands on these and on nothing else. */
export interface Reached {
  readonly db: DriverDb;
  readonly redis: HotSessions;
  readonly queue: EventQueue;
  readonly deadLetters: DeadLetters;
  readonly ledger: AggregationLedger;
  readonly metrics: MetricsStore;
}

/** Changes of the code under test that are mistakes; none in the code as it is. */
export interface Plant {
  readonly reached?: (reached: Reached) => Reached;
  readonly record?: (record: RecordStore) => RecordStore;
  readonly book?: (book: OrderBook) => OrderBook;
  /** Of a request, on its way in. */
  readonly request?: (request: RequestInShort) => RequestInShort;
}

export interface Surroundings {
  readonly reached: Reached;
  readonly plant: Plant;
  readonly now: () => number;
  readonly log: Log;
  /** Hears what the middleware counts. */
  readonly onCount: (what: string) => void;
}

const same = <T>(one: T): T => one;

/** As `functions/conversions` has it: of each command. */
const ORDER_TIMEOUT_MS = 2_000;
/** As `sessionFromEnvironment` has it. */
const WRITE_THROUGH_TIMEOUT_MS = 1_000;
/** As `functions/minute` has it. */
const AGGREGATE_TIMEOUT_MS = 9_000;

/** A process that answers requests: `/track`, the shop's own server, and conversions. */
export const bootWeb = ({ reached, plant, now, log, onCount }: Surroundings) => {
  const { db } = reached;
  const recordOf = (timeoutMs: number): RecordStore =>
    (plant.record ?? same)(mongoRecordStore({ db, timeoutMs }));
  const hotSessions = guardedHotSessions({ hotSessions: reached.redis, now, reopen: async () => undefined });
  const wired = sessionDependencies({
    sites: SITES,
    keys: COOKIE_KEYS,
    hotSessions,
    record: lazy(async () => recordOf(WRITE_THROUGH_TIMEOUT_MS)),
    identities: lazy(async () => mongoCustomerIdentities({ db, timeoutMs: WRITE_THROUGH_TIMEOUT_MS })),
    queue: reached.queue,
    log,
    now,
  });
  const count = (what: string): void => {
    onCount(what);
    wired.count(what);
  };
  const session = { ...wired, count };
  const record = recordOf(ORDER_TIMEOUT_MS);
  const place = { db, timeoutMs: ORDER_TIMEOUT_MS };
  const orders = createOrders({
    book: (plant.book ?? same)(mongoOrderBook(place)),
    catalogue: mongoCatalogue(place),
    hotSessions,
    deliver: session.deliver,
    record,
    sites: SITES,
    now,
    log,
    count,
  });
  return {
    track: createTrackHandler(session),
    shop: createShopServer(session, orders),
    conversions: createConversionsHandler({
      sites: SITES,
      keys: COOKIE_KEYS,
      conversionKeys: CONVERSION_KEYS,
      record,
      customerSessions: mongoCustomerSessions(place),
      orders,
      log,
      now,
      count,
    }),
  };
};

/** A process that takes batches from the queue. */
export const bootWriter = ({ reached, plant, now, log }: Surroundings) =>
  createWriterHandler({
    record: (plant.record ?? same)(mongoRecordStore({ db: reached.db, timeoutMs: RECORD_TIMEOUT_MS })),
    deadLetters: reached.deadLetters,
    sites: SITES,
    log,
    now,
  });

/** A process that runs the minute's and midnight's aggregators. */
export const bootAggregator = ({ reached, plant, now, log, onCount }: Surroundings, owner: string) => {
  const { db } = reached;
  const place = { db, timeoutMs: AGGREGATE_TIMEOUT_MS };
  const record = (plant.record ?? same)(mongoRecordStore(place));
  const hotSessions = guardedHotSessions({ hotSessions: reached.redis, now, reopen: async () => undefined });
  const tally = createTally({ log, now });
  const count = (what: string): void => {
    onCount(what);
    tally(what);
  };
  const write = writeMessages({ record, sites: SITES, log, now });
  const orders = createOrders({
    book: (plant.book ?? same)(mongoOrderBook(place)),
    catalogue: mongoCatalogue(place),
    hotSessions,
    deliver: createDelivery({
      queue: reached.queue,
      writeThrough: writeThrough({ record, write, log, now, randomId: randomUUID }),
      log,
      count,
    }),
    record,
    sites: SITES,
    now,
    log,
    count,
  });
  return createAggregator({
    record: mongoAggregationRecord(place),
    ledger: reached.ledger,
    store: reached.metrics,
    hotSessions,
    finishOrders: (site) => orders.finishPending(site),
    writeKept: writeKept({ record, write, log, now }),
    sites: SITES,
    log,
    now,
    owner,
  });
};
