import type { Document, DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { ORDERS, QUALITY, SESSIONS, VISITORS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { orderUpserts } from '../../src/adapters/mongodb/orderDocument.ts';
import { qualityUpsert } from '../../src/adapters/mongodb/qualityDocument.ts';
import { sessionUpsert } from '../../src/adapters/mongodb/sessionDocument.ts';
import { numberedDocument } from '../../src/adapters/mongodb/sessionFactDocument.ts';
import { numberUpsert, visitUpsert } from '../../src/adapters/mongodb/visitorDocument.ts';
import type { SessionFact } from '../../src/domain/metrics/sessionFact.ts';
import type { Site } from '../../src/domain/site.ts';
import { localDateOf } from '../../src/domain/time/localTime.ts';
import { insertedBy } from './insertedBy.ts';
import { orderEvents, sessionOfFact } from './sessionOfFact.ts';

/** What a fill stored, by which the numbers that are made of it are checked. */
export interface Filled {
  /** Of people. */
  readonly visits: number;
  readonly visitors: number;
  readonly bots: number;
  readonly orders: number;
}

const BATCH = 2_000;
/** A container of the writer tells of its counts about so often. */
const QUALITY_EVERY_MS = 60_000;

/** Stores documents a batch at a time. */
const inserter = (db: DriverDb, collection: string) => {
  let waiting: Document[] = [];
  const flush = async (): Promise<void> => {
    const documents = waiting;
    waiting = [];
    if (documents.length > 0) await db.collection(collection).insertMany(documents, { ordered: false });
  };
  return {
    add: async (...documents: Document[]): Promise<void> => {
      waiting.push(...documents);
      if (waiting.length >= BATCH) await flush();
    },
    flush,
  };
};

/** A session's document when it was last seen, with the aggregator's note where it has come by already. */
export const sessionDocument = (
  fact: SessionFact,
  site: Site,
  { noted }: { readonly noted: boolean },
): Document => ({
  ...insertedBy(sessionUpsert(sessionOfFact(fact, site.id)), fact.lastSeenAt),
  ...(noted && fact.numbered !== undefined ? { numbered: numberedDocument(fact.numbered) } : {}),
});

const visitorDocument = ({ startedAt, id, browser, numbered }: SessionFact, site: Site): Document[] => {
  if (numbered === undefined || !numbered.first) return [];
  const { visitor } = numbered;
  const days = [localDateOf(startedAt, site.timezone)];
  return [
    {
      ...insertedBy(visitUpsert(site.id, { visitor, days, first: { startedAt, id, browser } }), startedAt),
      ...insertedBy(numberUpsert(site.id, numbered), startedAt),
    },
  ];
};

/**
 * Puts a shop's sessions and what belongs to them into an empty record, as the writer's upserts make the documents, and makes its
 * indexes.
 * @param options.noted whether the visitors are numbered already, as a first aggregate leaves it behind
 */
export const fillRecord = async (
  db: DriverDb,
  {
    site,
    sessions,
    noted,
  }: { readonly site: Site; readonly sessions: Iterable<SessionFact>; readonly noted: boolean },
): Promise<Filled> => {
  const into = {
    sessions: inserter(db, SESSIONS),
    orders: inserter(db, ORDERS),
    visitors: inserter(db, VISITORS),
    quality: inserter(db, QUALITY),
  };
  const visitors = new Set<string>();
  let [visits, bots, orders, qualityAt] = [0, 0, 0, 0];
  for (const fact of sessions) {
    if (fact.botReasons === undefined) {
      visits += 1;
      visitors.add(fact.visitor);
    } else bots += 1;
    orders += fact.orders.length;
    await into.sessions.add(sessionDocument(fact, site, { noted }));
    for (const upsert of orderUpserts(orderEvents(fact, site.id))) {
      await into.orders.add(insertedBy(upsert, fact.lastSeenAt));
    }
    if (noted) await into.visitors.add(...visitorDocument(fact, site));
    if (fact.startedAt >= qualityAt + QUALITY_EVERY_MS) {
      qualityAt = fact.startedAt;
      const counts = { accepted: 100, duplicated: 1 };
      const upsert = qualityUpsert({ id: `quality-${qualityAt}`, site: site.id, at: qualityAt, counts });
      await into.quality.add(insertedBy(upsert, qualityAt));
    }
  }
  for (const { flush } of Object.values(into)) await flush();
  // Of what is there already SecantusDB makes them in half the time (40,000 sessions: 20 s instead of 32, 2026-11-22).
  await mongoRecordStore({ db }).ensureIndexes();
  return { visits, visitors: visitors.size, bots, orders };
};
