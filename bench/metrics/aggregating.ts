import type { Db } from 'mongodb';
import { memoryLedger } from '../../src/adapters/memory/memoryLedger.ts';
import { memoryMetricsStore } from '../../src/adapters/memory/memoryMetricsStore.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { SESSION_FACT_FIELDS } from '../../src/adapters/mongodb/sessionFactDocument.ts';
import { type Aggregator, createAggregator } from '../../src/aggregate/createAggregator.ts';
import { MEASURE_INDEX } from '../../src/domain/metrics/measures.ts';
import { decodeCore } from '../../src/domain/metrics/pieceSections.ts';
import type { Site } from '../../src/domain/site.ts';
import type { LocalDate, Span } from '../../src/domain/time/localDate.ts';
import type { AggregationLedger, AggregationState } from '../../src/ports/AggregationLedger.ts';
import type { MetricsStore, StoredPiece } from '../../src/ports/MetricsStore.ts';
import { InvalidMeasurement } from '../parts/InvalidMeasurement.ts';
import { silentLog } from '../traffic/silentLog.ts';
import type { Filled } from './fillRecord.ts';

/** Where a record is: MongoDB's protocol, or the embedded engine's folder. */
export type RecordPlace = { readonly uri: string } | { readonly dir: string };

export interface OpenedRecord {
  readonly db: DriverDb;
  /** Reads what the aggregator reads of the sessions of a span, and computes nothing. @returns how many they were */
  readonly find: (site: Site, span: Span) => Promise<number>;
  close(): Promise<void>;
}

/** The numbers of a day of SecantusDB's take it half a minute at most. */
const TIMEOUT_MS = 120_000;
/** As many as the aggregators have. */
const CONNECTIONS = 2;

const filterOf = (site: Site, { startMs, endMs }: Span) => ({
  siteId: site.id,
  startedAt: { $gte: new Date(startMs), $lt: new Date(endMs) },
});

const openSecantus = async (uri: string): Promise<OpenedRecord> => {
  const { db, close } = await connectMongo({ uri, maxPoolSize: CONNECTIONS, timeoutMs: TIMEOUT_MS });
  return {
    db,
    close,
    find: async (site, span) => {
      let found = 0;
      const sessions = (db as unknown as Db).collection(SESSIONS);
      for await (const _ of sessions.find(filterOf(site, span), { projection: SESSION_FACT_FIELDS }))
        found += 1;
      return found;
    },
  };
};

// What only one of them needs is loaded where it is: it would stand in the other's memory.
const openEmbedded = async (dir: string, now: () => number): Promise<OpenedRecord> => {
  const { openEmbeddedDb } = await import('../../src/adapters/embedded/openEmbeddedDb.ts');
  const db = await openEmbeddedDb({ dir, onRepair: () => undefined, now });
  return {
    db,
    close: () => db.close(),
    find: async (site, span) => {
      let found = 0;
      const cursor = db.collection(SESSIONS).find(filterOf(site, span), { projection: SESSION_FACT_FIELDS });
      while (await cursor.hasNext()) found += cursor.readBufferedDocuments().length;
      return found;
    },
  };
};

/**
 * Opens a record as it is.
 * @param now the embedded engine's clock; a server has its own
 */
export const openRecordPlace = (place: RecordPlace, now: () => number): Promise<OpenedRecord> =>
  'uri' in place ? openSecantus(place.uri) : openEmbedded(place.dir, now);

/** An aggregator with its own ledger and store. */
export interface Aggregating {
  readonly aggregator: Aggregator;
  readonly ledger: AggregationLedger;
  readonly store: MetricsStore;
}

const aggregatingOn = (
  { db }: OpenedRecord,
  { ledger, store }: { readonly ledger: AggregationLedger; readonly store: MetricsStore },
  site: Site,
  now: () => number,
): Aggregating => ({
  aggregator: createAggregator({
    record: mongoAggregationRecord({ db }),
    ledger,
    store,
    sites: [site],
    log: silentLog,
    now,
    owner: 'bench',
  }),
  ledger,
  store,
});

/** Its metrics are in this process: what their store takes is not in the time. */
export const aggregatingInMemory = (record: OpenedRecord, site: Site, now: () => number): Aggregating =>
  aggregatingOn(record, { ledger: memoryLedger(), store: memoryMetricsStore() }, site, now);

/** Its metrics are kept as `npm start` keeps them: dynalite, in this very process. */
export const aggregatingInDynalite = async (
  record: OpenedRecord,
  { site, now, dataDir }: { readonly site: Site; readonly now: () => number; readonly dataDir: string },
): Promise<Aggregating> => {
  const { openMetrics } = await import('../../local/wiring/openMetrics.ts');
  return aggregatingOn(record, await openMetrics({}, { dataDir, log: silentLog }), site, now);
};

/** Sets what a ledger says of a site, as an aggregator of before has left it. */
export const setState = async (
  ledger: AggregationLedger,
  site: Site,
  state: AggregationState,
): Promise<void> => {
  const lease = await ledger.acquire({ site: site.id, owner: 'setting', nowMs: 0, leaseMs: 1 });
  if (lease === undefined) throw new InvalidMeasurement('somebody has the lease');
  await ledger.saveState(lease, state);
  await ledger.release(lease);
};

/**
 * Aggregates a day by hand.
 * @returns milliseconds
 * @throws InvalidMeasurement where it did not
 */
export const timedRange = async (
  { aggregator }: Aggregating,
  site: Site,
  day: LocalDate,
): Promise<number> => {
  const startedAt = performance.now();
  const run = await aggregator.range({ site, from: day, to: day });
  const ms = performance.now() - startedAt;
  if (run.outcome === 'done' && run.days.includes(day)) return ms;
  throw new InvalidMeasurement(`the day was not aggregated: ${run.outcome}`);
};

/** @throws InvalidMeasurement where these pieces are not the numbers of what was filled in */
export const expectNumbers = async (
  store: MetricsStore,
  site: Site,
  { pieces, filled }: { readonly pieces: Iterable<StoredPiece>; readonly filled: Partial<Filled> },
): Promise<void> => {
  const refs = Array.from(pieces, ({ id, stamp }) => ({
    site: site.id,
    id,
    version: stamp.version,
    section: 'core',
  }));
  const stored = (await store.sections(refs)).map((bytes) => decodeCore(bytes as Uint8Array));
  const sum = (of: (core: (typeof stored)[number]) => number): number =>
    stored.reduce((total, core) => total + of(core), 0);
  const told = {
    visits: sum(({ counts }) => counts[MEASURE_INDEX.totalVisits] ?? 0),
    visitors: sum(({ uniqueVisits }) => uniqueVisits),
    bots: sum(({ bots }) => bots.sessions),
    orders: sum(({ counts }) => counts[MEASURE_INDEX.orders] ?? 0),
  };
  for (const [name, count] of Object.entries(filled)) {
    if (told[name as keyof Filled] === count) continue;
    throw new InvalidMeasurement(
      `the numbers are wrong: ${JSON.stringify(told)} of ${JSON.stringify(filled)}`,
    );
  }
};
