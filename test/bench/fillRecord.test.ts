import { describe, expect, it } from 'vitest';
import { openRecordPlace } from '../../bench/metrics/aggregating.ts';
import { fillRecord } from '../../bench/metrics/fillRecord.ts';
import { inTemporaryFolder } from '../../bench/metrics/freshPlace.ts';
import { orderEvents, sessionOfFact } from '../../bench/metrics/sessionOfFact.ts';
import { shopSessions } from '../../bench/metrics/shopSessions.ts';
import { SITES_JSON } from '../../bench/traffic/site.ts';
import type { Document, DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { ORDERS, SESSIONS, VISITORS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { parseSitesJson } from '../../src/config/parseSites.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';

const [site] = parseSitesJson(SITES_JSON);
const fromMs = Date.parse('2026-11-10T00:00:00+01:00');
const sessions = [...shopSessions({ count: 300, visitors: 150, fromMs, toMs: fromMs + 12 * 60 * 60_000 })];

const withDb = async (use: (db: DriverDb) => Promise<void>): Promise<void> =>
  inTemporaryFolder(async (dir) => {
    const { db, close } = await openRecordPlace({ dir }, () => fromMs);
    await use(db).finally(close);
  });

/** Without when it was stored, and with its fields in one order. */
const stored = async (db: DriverDb, collection: string): Promise<Document[]> =>
  (
    await db
      .collection(collection)
      .find({}, { sort: { _id: 1 } })
      .toArray()
  ).map(({ updatedAt, ...document }) => document);

describe('a record that the benchmark fills', () => {
  it('holds the documents that the writer and the first aggregate would have made', async () => {
    const made: { [collection: string]: Document[] } = {};
    await withDb(async (db) => {
      const writer = mongoRecordStore({ db });
      const aggregator = mongoAggregationRecord({ db });
      await writer.saveSessions(sessions.map((fact) => sessionOfFact(fact, site.id)));
      await writer.tellOrders(sessions.flatMap((fact) => orderEvents(fact, site.id)));
      const numbered = sessions.flatMap((fact) =>
        fact.numbered ? [{ ...fact, numbered: fact.numbered }] : [],
      );
      const first = numbered.filter(({ numbered: { first: isFirst } }) => isFirst);
      await aggregator.noteNumbers(site.id, numbered);
      await aggregator.noteVisits(
        site.id,
        first.map((fact) => ({ visitor: fact.visitor, days: ['2026-11-10' as LocalDate], first: fact })),
      );
      await aggregator.giveNumbers(
        site.id,
        first.map(({ numbered: { visitor, number } }) => ({ visitor, number })),
      );
      for (const name of [SESSIONS, ORDERS, VISITORS]) made[name] = await stored(db, name);
    });
    await withDb(async (db) => {
      await fillRecord(db, { site, sessions, noted: true });
      for (const name of [SESSIONS, ORDERS, VISITORS]) expect(await stored(db, name)).toEqual(made[name]);
    });
    expect(made[ORDERS]?.length).toBeGreaterThan(0);
  });
});
