import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { sessionFilter, sessionUpsert } from '../../src/adapters/mongodb/sessionDocument.ts';
import { VERDICT_EVENTS } from '../../src/domain/bots/verdictEvents.ts';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import type { SessionFact } from '../../src/domain/metrics/sessionFact.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import type { AggregationRecord } from '../../src/ports/AggregationRecord.ts';
import type { AliasEvent, RecordStore } from '../../src/ports/RecordStore.ts';
import {
  BOT,
  eventOf,
  MINUTE,
  SITE,
  START,
  serverEventOf,
  sessionEventsArbitrary,
  startOf,
} from '../domain/sessions/foldFixtures.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

const OTHER = 'other' as SiteId;
const HOUR = 60 * MINUTE;
const DAY = '2026-03-05' as LocalDate;

const visitorIds = (...names: string[]) => names as VisitorId[];
const [ANNA, BEN, CORA] = visitorIds('anna', 'ben', 'cora') as [VisitorId, VisitorId, VisitorId];

const foldOf = (...events: readonly StoredEvent[]): SessionRecord => {
  const session = foldSession({ events, site: SITE });
  if (!session) throw new Error('no session');
  return session;
};

/** A session of its own browser, with one page view. */
const sessionAt = (name: string, startedAt: number, more: Partial<SessionRecord> = {}): SessionRecord => ({
  ...foldOf(
    eventOf('page_view', {
      session: name as SessionId,
      occurredAt: startedAt,
      sessionStartedAt: startedAt,
      path: '/',
    }),
  ),
  browser: `b-${name}` as BrowserId,
  visitor: `v-${name}` as VisitorId,
  ...more,
});

const refOf = ({ id, browser }: SessionRecord) => ({ id, browser });

const placed = (orderId: string, minute: number, amountMinor: number, more: object = {}) =>
  serverEventOf('order_completed', {
    occurredAt: START + minute * MINUTE,
    properties: { orderId, amountMinor, currency: 'EUR' },
    ...more,
  });
const refunded = (orderId: string, refundId: string, minute: number, amountMinor: number) =>
  serverEventOf('order_refunded', {
    occurredAt: START + minute * MINUTE,
    properties: { orderId, refundId, amountMinor },
  });
const login = (formerVisitor: VisitorId, visitor: VisitorId, minute: number): AliasEvent => ({
  ...serverEventOf('customer_login', { occurredAt: START + minute * MINUTE, visitor }),
  formerVisitor,
});

/** What every record must do for the aggregators: run on each place that it may be in. */
export const aggregationRecordContract = (start: () => Promise<RecordPlace>): void => {
  describe('a record, as the aggregators see it,', () => {
    let place: RecordPlace;
    let record: AggregationRecord;
    let store: RecordStore;
    beforeAll(async () => {
      place = await start();
      record = mongoAggregationRecord({ db: place.db });
      store = mongoRecordStore({ db: place.db });
      await store.ensureIndexes();
    });
    beforeEach(() => place.empty());
    afterAll(() => place?.stop());

    const startedIn = async (fromMs: number, toMs: number): Promise<SessionFact[]> => {
      const found: SessionFact[] = [];
      for await (const batch of record.sessionsStarted(SITE.id, fromMs, toMs)) found.push(...batch);
      return found.sort((a, b) => (a.id < b.id ? -1 : 1));
    };
    const idsOf = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id).sort();
    const document = async (collection: string, _id: string) => {
      const found = await place.db.collection(collection).findOne({ _id });
      if (found === null) throw new Error(`no ${collection} ${_id}`);
      return found;
    };
    const changedAtOf = async (session: SessionRecord): Promise<number> => {
      const changes = await record.changedSessions(SITE.id, undefined);
      return changes.find(({ id }) => id === session.id)?.changedAt ?? Number.NaN;
    };

    it('gives what metrics need of a session, and nothing of it that is absent', async () => {
      const session = foldOf(
        startOf({ utm: { campaign: 'spring' }, referrer: 'https://www.google.com/' }),
        eventOf('page_view', { path: '/shoes' }),
        eventOf('add_to_cart', { properties: { cartValueMinor: 700 } }),
        placed('o1', 2, 500),
      );
      const bare = sessionAt('bare', START + MINUTE);
      const bot = { ...sessionAt('bot', START + 2 * MINUTE), bot: BOT };
      await store.saveSessions([session, bare, bot]);
      expect(await startedIn(START, START + HOUR)).toEqual([
        {
          id: 'bare',
          browser: 'b-bare',
          visitor: 'v-bare',
          startedAt: START + MINUTE,
          lastSeenAt: START + MINUTE,
          durationMs: 0,
          engagedMs: 0,
          pageViews: 1,
          bounce: true,
          newBrowser: false,
          productViews: 0,
          cartAdds: 0,
          checkoutStarted: false,
          converted: false,
          orders: [],
          device: 'unknown',
          channel: bare.channel,
          source: bare.trafficSource,
          landingPage: '/',
          exitPage: '/',
          eventsSeen: 1,
        },
        expect.objectContaining({ id: 'bot', botReasons: BOT.reasons }),
        {
          id: session.id,
          browser: session.browser,
          visitor: session.visitor,
          startedAt: START,
          lastSeenAt: START + 2 * MINUTE,
          durationMs: 2 * MINUTE,
          engagedMs: 0,
          pageViews: 1,
          bounce: false,
          newBrowser: true,
          productViews: 0,
          cartAdds: 1,
          cartValueMinor: 700,
          checkoutStarted: false,
          converted: true,
          orders: session.orders,
          device: 'mobile',
          browserName: 'Firefox',
          os: 'Android',
          country: 'DE',
          channel: session.channel,
          source: session.trafficSource,
          campaign: 'spring',
          landingPage: session.landingPage,
          exitPage: '/shoes',
          eventsSeen: 4,
        },
      ]);
    });

    it('gives the sessions that started in a span, its end not included, in batches, and none of another site', async () => {
      const many = Array.from({ length: 2_500 }, (_, index) => sessionAt(`s${index}`, START + index));
      await place.db.collection('sessions').insertMany(
        many.map((session) => ({ ...sessionFilter(session), ...sessionUpsert(session).update.$set })),
        { ordered: false },
      );
      await store.saveSessions([sessionAt('elsewhere', START + 1, { site: OTHER })]);
      const sizes: number[] = [];
      for await (const batch of record.sessionsStarted(SITE.id, START, START + HOUR)) {
        sizes.push(batch.length);
      }
      expect(sizes).toEqual([1_000, 1_000, 500]);
      expect(idsOf(await startedIn(START + 10, START + 13))).toEqual(['s10', 's11', 's12']);
      expect(await startedIn(START + HOUR, START + 2 * HOUR)).toEqual([]);
      for await (const [first] of record.sessionsStarted(SITE.id, START, START + HOUR)) {
        expect(first).toBeDefined();
        break;
      }
    });

    it('finds sessions by reference, by visitor and by when they were last seen', async () => {
      const [a, b, c] = [
        sessionAt('a', START, { visitor: ANNA }),
        sessionAt('b', START + MINUTE, { visitor: ANNA }),
        sessionAt('c', START + 2 * MINUTE),
      ];
      await store.saveSessions([a, b, c, sessionAt('d', START + HOUR, { site: OTHER, visitor: ANNA })]);
      const refs = [refOf(a), refOf(c), { id: 'none' as SessionId, browser: 'none' as BrowserId }];
      expect(idsOf(await record.sessionsByRef(SITE.id, refs))).toEqual(['a', 'c']);
      expect(await record.sessionsByRef(SITE.id, [])).toEqual([]);
      const ofAnna = await record.sessionsOfVisitor(SITE.id, ANNA);
      expect(ofAnna.sort((one, two) => one.startedAt - two.startedAt)).toEqual([
        { ...refOf(a), startedAt: START },
        { ...refOf(b), startedAt: START + MINUTE },
      ]);
      expect(idsOf(await record.sessionsSeen(SITE.id, START + MINUTE))).toEqual(['b', 'c']);
      expect(await record.firstSessionAt(SITE.id)).toBe(START);
      expect(await record.firstSessionAt('nowhere' as SiteId)).toBeUndefined();
    });

    it('notes numbers on sessions, which a later fold keeps and nobody takes for a change', async () => {
      const [first, second] = [eventOf('page_view', { id: 'n1' }), eventOf('page_view', { id: 'n2' })];
      const session = foldOf(first);
      await store.saveSessions([session]);
      const changedAt = await changedAtOf(session);
      const numbered = { visitor: ANNA, number: 7, first: true };
      await record.noteNumbers(SITE.id, [{ ...refOf(session), numbered }]);
      expect(await changedAtOf(session)).toBe(changedAt);
      expect(await store.findSession(session)).toEqual(session);
      await store.saveSessions([foldOf(first, second)]);
      expect(await startedIn(START, START + 1)).toMatchObject([{ eventsSeen: 2, numbered }]);
      await record.noteNumbers(SITE.id, [{ ...refOf(session), numbered: undefined }]);
      expect((await startedIn(START, START + 1))[0]).not.toHaveProperty('numbered');
      await record.noteNumbers(SITE.id, [
        { id: 'none' as SessionId, browser: 'none' as BrowserId, numbered },
      ]);
      expect(await startedIn(START, START + HOUR)).toHaveLength(1);
    });

    it("tells what changed since an instant of the record's own time, and when", async () => {
      const session = foldOf(eventOf('page_view', { id: 'old' }), placed('o1', 3, 500));
      await store.saveSessions([session, sessionAt('x', START, { site: OTHER })]);
      await store.tellOrders([placed('o1', 3, 500), refunded('alone', 'r1', 4, 100)]);
      await store.tellAliases([login(ANNA, BEN, 1)]);
      await store.insertQuality([{ id: 'q1', site: SITE.id, at: START, counts: { late: 1 } }]);

      const everything = async (sinceMs: number | undefined) => ({
        sessions: await record.changedSessions(SITE.id, sinceMs),
        orders: await record.changedOrders(SITE.id, sinceMs),
        quality: await record.changedQuality(SITE.id, sinceMs),
        aliases: await record.changedAliases(SITE.id, sinceMs),
      });
      const all = await everything(undefined);
      const changedAt = expect.any(Number);
      expect(all).toEqual({
        sessions: [{ ...refOf(session), changedAt, at: START, orderTimes: [START + 3 * MINUTE] }],
        orders: [{ orderId: 'o1', changedAt, at: START + 3 * MINUTE }],
        quality: [{ changedAt, at: START }],
        aliases: [{ visitor: ANNA, changedAt }],
      });
      const latest = Math.max(...Object.values(all).flatMap((some) => some.map((one) => one.changedAt)));
      expect(Math.abs(latest - Date.now())).toBeLessThan(10_000);
      expect(await everything(all.sessions[0]?.changedAt)).toEqual(all);
      expect(await everything(latest + 1)).toEqual({ sessions: [], orders: [], quality: [], aliases: [] });
    });

    it('makes one order of what several events tell, in any order and however often', async () => {
      const events = [
        refunded('o1', 'r1', 60, 200),
        placed('o1', 5, 900, { session: 's2' as SessionId }),
        placed('o1', 3, 1_000),
        refunded('o1', 'r1', 61, 300),
        refunded('o1', 'r2', 62, 50),
      ];
      const expected = {
        orderId: 'o1',
        amountMinor: 1_000,
        currency: 'EUR',
        placedAt: START + 3 * MINUTE,
        refundedMinor: 250,
        session: { ...refOf(foldOf(eventOf('page_view'))), visitor: 'b1', startedAt: START },
      };
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray([...events, ...events], { minLength: 10 }),
          fc.integer({ min: 1, max: 9 }),
          async (told, cut) => {
            await place.empty();
            await store.tellOrders(told.slice(0, cut));
            await store.tellOrders(told.slice(cut));
            expect(await record.orders(SITE.id, ['o1', 'none'])).toEqual([expected]);
            expect(await record.ordersPlaced(SITE.id, START + 3 * MINUTE, START + 4 * MINUTE)).toEqual([
              expected,
            ]);
            expect(await record.ordersPlaced(SITE.id, START + 5 * MINUTE, START + HOUR)).toEqual([]);
          },
        ),
        { numRuns: 20 },
      );
    });

    it("has a session's own orders, as its fold tells them", async () => {
      await fc.assert(
        fc.asyncProperty(sessionEventsArbitrary(), async (events) => {
          await place.empty();
          const telling = events.filter(
            ({ type, source }) => source === 'server' && type.startsWith('order_'),
          );
          await store.tellOrders(telling);
          const { orders } = foldOf(...events);
          const found = await record.orders(
            SITE.id,
            orders.map(({ orderId }) => orderId),
          );
          expect(found).toHaveLength(orders.length);
          for (const order of orders) {
            expect(found.find(({ orderId }) => orderId === order.orderId)).toMatchObject(order);
          }
        }),
        { numRuns: 30 },
      );
    });

    it('knows no order of which only a refund was told, until it is told', async () => {
      await store.tellOrders([refunded('o9', 'r1', 60, 200)]);
      expect(await record.orders(SITE.id, ['o9'])).toEqual([]);
      expect(await record.changedOrders(SITE.id, undefined)).toEqual([]);
      await store.tellOrders([placed('o9', 1, 300)]);
      expect(await record.orders(SITE.id, ['o9'])).toMatchObject([{ amountMinor: 300, refundedMinor: 200 }]);
    });

    it('notes what the metrics hold of an order, which nobody takes for a change', async () => {
      await store.tellOrders([placed('o1', 1, 300)]);
      const before = await record.changedOrders(SITE.id, undefined);
      const folded = { orders: 1, revenueMinor: 300, values: { country: 'DE', exitPage: '/a.b' } };
      await record.noteFolded(SITE.id, [
        { orderId: 'o1', folded },
        { orderId: 'none', folded },
      ]);
      expect(await record.orders(SITE.id, ['o1', 'none'])).toMatchObject([{ orderId: 'o1', folded }]);
      expect(await record.changedOrders(SITE.id, undefined)).toEqual(before);
      await store.tellOrders([refunded('o1', 'r1', 60, 100)]);
      expect(await record.orders(SITE.id, ['o1'])).toMatchObject([{ refundedMinor: 100, folded }]);
    });

    it("keeps the orders of two sites apart, whatever the shops' numbers are", async () => {
      await store.tellOrders([placed('1', 1, 300), { ...placed('1', 2, 400), site: OTHER }]);
      expect(await record.orders(SITE.id, ['1'])).toMatchObject([{ amountMinor: 300 }]);
      expect(await record.orders(OTHER, ['1'])).toMatchObject([{ amountMinor: 400 }]);
    });

    it('sums what was counted in a span, each record once', async () => {
      const count = (id: string, at: number, counts: { [name: string]: number }, site = SITE.id) => ({
        id,
        site,
        at,
        counts,
      });
      await store.insertQuality([
        count('q1', START, { accepted: 3, 'refused:unknown_site': 1 }),
        count('q2', START + MINUTE, { accepted: 2 }),
        count('q3', START + HOUR, { accepted: 100 }),
        count('q4', START, { accepted: 1_000 }, OTHER),
      ]);
      await store.insertQuality([count('q1', START, { accepted: 3 }), count('q5', START, { late: 1 })]);
      expect(await record.quality(SITE.id, START, START + HOUR)).toEqual({
        accepted: 5,
        'refused:unknown_site': 1,
        late: 1,
      });
      const before = await record.changedQuality(SITE.id, undefined);
      await store.insertQuality([count('q1', START, { accepted: 3 })]);
      expect(await record.changedQuality(SITE.id, undefined)).toEqual(before);
    });

    it('gives the events of a minute, but what is told of verdicts alone', async () => {
      const at = (receivedAt: number, parts: object) => eventOf('page_view', { receivedAt, ...parts });
      await store.insertEvents([
        at(START, { path: '/a' }),
        at(START + MINUTE - 1, { type: 'newsletter' }),
        at(START + MINUTE, { path: '/later' }),
        { ...at(START, { path: '/elsewhere' }), site: OTHER },
        ...VERDICT_EVENTS.map((type) => at(START, { type, source: 'server' })),
      ]);
      const found = await record.eventsReceived(SITE.id, START, START + MINUTE);
      expect(found.sort((a, b) => (a.type < b.type ? -1 : 1))).toEqual([
        { type: 'newsletter', session: 's1', browser: 'b1' },
        { type: 'page_view', session: 's1', browser: 'b1', path: '/a' },
      ]);
    });

    it('gives a visitor the first number only, also where the visitor is known already', async () => {
      await store.tellAliases([login(ANNA, CORA, 1)]);
      await record.giveNumbers(SITE.id, [
        { visitor: ANNA, number: 1 },
        { visitor: BEN, number: 2 },
      ]);
      await record.giveNumbers(SITE.id, [
        { visitor: BEN, number: 3 },
        { visitor: CORA, number: 0 },
      ]);
      const found = await record.visitors(SITE.id, [ANNA, BEN, CORA, 'none' as VisitorId]);
      expect(found.sort((a, b) => (a.visitor < b.visitor ? -1 : 1))).toEqual([
        { visitor: ANNA, number: 1, aliasOf: CORA, days: [] },
        { visitor: BEN, number: 2, days: [] },
        { visitor: CORA, number: 0, days: [] },
      ]);
      expect(await record.visitors(OTHER, [ANNA])).toEqual([]);
    });

    it("notes a visitor's days, each once, and the earliest first session", async () => {
      const first = (name: string, startedAt: number) => ({
        startedAt,
        id: `s:${name}` as SessionId,
        browser: `b:${name}` as BrowserId,
      });
      const next = '2026-03-06' as LocalDate;
      await record.noteVisits(SITE.id, [
        { visitor: ANNA, days: [DAY, next], first: first('late', START + HOUR) },
        { visitor: BEN, days: [next] },
      ]);
      await record.noteVisits(SITE.id, [
        { visitor: ANNA, days: [DAY], first: first('early', START) },
        { visitor: ANNA, days: [], first: first('later', START + 1) },
      ]);
      const [anna, ben] = (await record.visitors(SITE.id, [ANNA, BEN])).sort((a, b) =>
        a.visitor < b.visitor ? -1 : 1,
      );
      expect({ ...anna, days: [...(anna?.days ?? [])].sort() }).toEqual({
        visitor: ANNA,
        first: first('early', START),
        days: [DAY, next],
      });
      expect(ben).toEqual({ visitor: BEN, days: [next] });
      expect(await record.changedAliases(SITE.id, undefined)).toEqual([]);
    });

    it('believes the earliest word on whom a visitor counts for, in whatever order they come', async () => {
      const [early, late] = [login(ANNA, BEN, 1), login(ANNA, CORA, 2)];
      for (const told of [
        [early, late],
        [late, early],
      ]) {
        await place.empty();
        for (const event of told) await store.tellAliases([event]);
        expect(await record.visitors(SITE.id, [ANNA])).toMatchObject([{ aliasOf: BEN }]);
      }
      await store.tellAliases([login('odd: visitor%' as VisitorId, 'a:b/ü%3A' as VisitorId, 1)]);
      expect(await record.visitors(SITE.id, visitorIds('odd: visitor%'))).toMatchObject([
        { aliasOf: 'a:b/ü%3A' },
      ]);
    });

    it('loses nothing where many writers make the same documents at once', async () => {
      const minutes = Array.from({ length: 12 }, (_, minute) => minute);
      await Promise.all([
        ...minutes.map((minute) => store.tellOrders([refunded('o1', `r${minute}`, minute, 1)])),
        store.tellOrders([placed('o1', 1, 100)]),
        ...minutes.map((minute) => store.tellAliases([login(ANNA, `v${minute}` as VisitorId, minute)])),
        record.giveNumbers(SITE.id, [{ visitor: ANNA, number: 5 }]),
        ...minutes.map((minute) =>
          record.noteVisits(SITE.id, [{ visitor: ANNA, days: [`2026-03-${10 + minute}` as LocalDate] }]),
        ),
      ]);
      expect(await record.orders(SITE.id, ['o1'])).toMatchObject([{ refundedMinor: 12 }]);
      const [anna] = await record.visitors(SITE.id, [ANNA]);
      expect(anna).toMatchObject({ number: 5, aliasOf: 'v0' });
      expect(anna?.days).toHaveLength(12);
    });

    it('keeps a day as it was reckoned last', async () => {
      const day = {
        day: DAY,
        version: 2,
        writtenAt: START,
        reason: 'late events',
        timezone: SITE.timezone,
        currency: SITE.currency,
        totals: { totalVisits: 3 },
        dimensions: { device: [{ value: '$odd.value', totalVisits: 3 }] },
        bots: { sessions: 1, hits: 2 },
        quality: { 'refused:unknown_site': 1 },
        visitors: new Uint8Array([1, 2, 3]),
        newVisitors: new Uint8Array(),
      };
      await record.saveDailyMetrics(SITE.id, day);
      await record.saveDailyMetrics(SITE.id, { ...day, version: 1, writtenAt: START - 1 });
      const stored = await document('daily_metrics', `${SITE.id}:${DAY}`);
      expect(stored).toMatchObject({
        siteId: SITE.id,
        day: DAY,
        version: 2,
        writtenAt: new Date(START),
        totals: day.totals,
        dimensions: day.dimensions,
      });
      expect([...(stored.visitors as { buffer: Uint8Array }).buffer]).toEqual([1, 2, 3]);
      await record.saveDailyMetrics(SITE.id, { ...day, writtenAt: START + 1, totals: { totalVisits: 4 } });
      expect(await document('daily_metrics', `${SITE.id}:${DAY}`)).toMatchObject({
        totals: { totalVisits: 4 },
      });
    });

    it('keeps a minute and a correction in the place of what they were before', async () => {
      const minute = {
        minute: START,
        sessions: 1,
        pageViews: 2,
        orders: 0,
        revenueMinor: 0,
        events: [{ value: 'page_view', count: 2 }],
        pages: [],
        channels: [],
        devices: [],
      };
      await record.saveMinutes(SITE.id, [{ ...minute, activeVisitors: 4, openCarts: 1 }]);
      await record.saveMinutes(SITE.id, [{ ...minute, pageViews: 3 }]);
      const { _id, ...stored } = await document('realtime_metrics', `${SITE.id}:${START}`);
      expect(stored).toEqual({ ...minute, pageViews: 3, siteId: SITE.id, minute: new Date(START) });

      const correction = {
        day: DAY,
        orderId: 'o1',
        reason: 'refund',
        at: START,
        delta: { orders: 0, revenueMinor: -100 },
        values: { country: 'DE' },
      } as const;
      await record.saveCorrections(SITE.id, [correction]);
      await record.saveCorrections(SITE.id, [{ ...correction, delta: { orders: 0, revenueMinor: -150 } }]);
      expect(await place.db.collection('corrections').find({}).toArray()).toEqual([
        {
          _id: `${SITE.id}:${DAY}:o1`,
          siteId: SITE.id,
          ...correction,
          at: new Date(START),
          delta: { orders: 0, revenueMinor: -150 },
        },
      ]);
    });

    it('asks nothing of the store where there is nothing to note', async () => {
      await record.giveNumbers(SITE.id, []);
      await record.noteVisits(SITE.id, []);
      await record.noteNumbers(SITE.id, []);
      await record.noteFolded(SITE.id, []);
      await record.saveMinutes(SITE.id, []);
      await record.saveCorrections(SITE.id, []);
      expect(await record.visitors(SITE.id, [])).toEqual([]);
      expect(await record.orders(SITE.id, [])).toEqual([]);
    });
  });
};
