import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { memoryLedger } from '../../src/adapters/memory/memoryLedger.ts';
import { memoryMetricsStore } from '../../src/adapters/memory/memoryMetricsStore.ts';
import { EVENTS, QUALITY, SESSIONS, VISITORS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { stampRetention } from '../../src/adapters/mongodb/stampRetention.ts';
import { DAY, type Stores, shop } from '../aggregate/shop.ts';
import type { RecordPlace } from '../contracts/recordStorePlaces.ts';

const RETENTION_DAYS = 30;
/** Late enough that no server's own sweep takes away what is looked at. */
const STARTED = Date.now() - 5 * DAY;

/** Until when the record keeps what is of an instant. */
export const retentionContract = (open: () => Promise<RecordPlace>): void => {
  let place: RecordPlace;
  beforeAll(async () => {
    place = await open();
    await mongoRecordStore({ db: place.db }).ensureIndexes();
  });
  beforeEach(() => place.empty());
  afterAll(() => place?.stop());

  const visit = { session: 's1', browser: 'b1', startedAt: STARTED };
  const openShop = (): ReturnType<typeof shop> => {
    const stores: Stores = { db: place.db, ledger: memoryLedger(), store: memoryMetricsStore() };
    return shop({ retentionDays: RETENTION_DAYS }, stores);
  };
  const ends = async (collection: string): Promise<number[]> => {
    const documents = await place.db.collection(collection).find({}).toArray();
    return documents.map(({ expiresAt }) => (expiresAt as Date).getTime());
  };
  const kept = STARTED + (RETENTION_DAYS + 2) * DAY;

  it('is noted on sessions, on all their events however late, and on counts', async () => {
    const { visit: begin, event, counted } = openShop();
    await begin(visit);
    await event(visit, 'page_leave', STARTED + DAY / 2);
    await counted(STARTED, { 'refused:test': 1 });
    for (const collection of [EVENTS, SESSIONS, QUALITY]) {
      expect(new Set(await ends(collection))).toEqual(new Set([kept]));
    }
  });

  it('is noted afterwards on what has no such note, and anew where that is asked for', async () => {
    const { visit: begin, site, aggregator, clock, db } = openShop();
    await begin(visit);
    const all = [EVENTS, SESSIONS];
    for (const collection of all) {
      const documents = await db.collection(collection).find({}).toArray();
      const updates = documents.map(({ _id, b }) => ({
        updateOne: { filter: { _id, b }, update: { $unset: { expiresAt: '' } } },
      }));
      await db.collection(collection).bulkWrite(updates, { ordered: false });
    }
    expect(await stampRetention({ db, sites: [site] })).toEqual({ [EVENTS]: 2, [SESSIONS]: 1 });
    for (const collection of all) expect(new Set(await ends(collection))).toEqual(new Set([kept]));
    expect(await stampRetention({ db, sites: [site] })).toEqual({});

    const longer = { ...site, retentionDays: RETENTION_DAYS + 10 };
    await stampRetention({ db, sites: [longer], again: true });
    for (const collection of all) expect(new Set(await ends(collection))).toEqual(new Set([kept + 10 * DAY]));
    clock.nowMs = STARTED + DAY;
    expect(await aggregator().midnight(site)).toMatchObject({ outcome: 'done' });
  });

  it('takes visitors along of whom no session is left, and leaves customers who they are', async () => {
    const { visit: begin, site, aggregator, clock, db, metrics } = openShop();
    await begin(visit);
    await begin({ ...visit, session: 's2', browser: 'b2' });
    await db.collection(VISITORS).bulkWrite(
      [
        {
          updateOne: {
            filter: { _id: `${site.id}:b2` },
            update: { $setOnInsert: { siteId: site.id, visitorId: 'b2' }, $set: { owner: 'c1' } },
            upsert: true,
          },
        },
      ],
      { ordered: false },
    );
    const run = aggregator();
    const visitors = async () =>
      (
        await db
          .collection(VISITORS)
          .find({}, { sort: { _id: 1 } })
          .toArray()
      ).map(({ visitorId }) => visitorId);
    clock.nowMs = STARTED + DAY;
    await run.midnight(site);
    expect(await visitors()).toEqual(['b1', 'b2']);
    const today = new Date(STARTED).toISOString().slice(0, 10) as never;
    const totals = async () =>
      (await metrics([today])).daily.flatMap((one) => (Object(one).day === today ? Object(one).totals : []));
    const before = await totals();
    expect(before).toMatchObject([{ totalVisits: 2, uniqueVisits: 2 }]);

    for (const collection of [EVENTS, SESSIONS]) await db.collection(collection).deleteMany({});
    clock.nowMs = STARTED + (RETENTION_DAYS + 3) * DAY;
    await run.minute(site);
    clock.nowMs += DAY;
    await run.midnight(site);
    expect(await visitors()).toEqual(['b2']);
    // Sealed before its sessions were gone, or else when they were: never folded of what is left.
    await run.range({ site, from: today, to: today });
    expect(await totals()).toEqual(before);
  });
};
