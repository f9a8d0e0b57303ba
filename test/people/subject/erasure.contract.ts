import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ERASURES, EVENTS, ORDERS, SESSIONS, SHOP_ORDERS } from '../../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../../src/adapters/mongodb/mongoRecordStore.ts';
import { stampRetention } from '../../../src/adapters/mongodb/stampRetention.ts';
import type { BrowserId, EventId, SessionId, SiteId } from '../../../src/domain/ids.ts';
import { finishErasures } from '../../../src/people/subject/finishErasures.ts';
import { HotSessionsUnavailable } from '../../../src/ports/HotSessions.ts';
import { writeMessages } from '../../../src/writer/writeMessages.ts';
import { at, day, HOUR, MINUTE } from '../../aggregate/shop.ts';
import { hotSession, visitOf } from '../../contracts/hotSessions.contract.ts';
import type { RecordPlace } from '../../contracts/recordStorePlaces.ts';
import { messageOf } from '../../domain/events/parseMessageFixtures.ts';
import { eventOf } from '../../domain/sessions/foldFixtures.ts';
import { documentsOf, whereFound } from './dumpOf.ts';
import { ANNAS, annaIds, type KnownShop, knownShop, MORNING, ORDER, TABLET, visits } from './knownShop.ts';

const DAY = day('2026-03-05');
const UNCOMPARED: ReadonlySet<string> = new Set(['version', 'reason', 'writtenAt']);
const NAMES: ReadonlySet<string> = new Set(['visitors', 'newVisitors']);

/** What erasing a person leaves, wherever the record is. */
export const erasureContract = (open: () => Promise<RecordPlace>): void => {
  let place: RecordPlace;
  let known: KnownShop;

  beforeAll(async () => {
    place = await open();
    await mongoRecordStore({ db: place.db }).ensureIndexes();
  });
  beforeEach(async () => {
    await place.empty();
    known = await knownShop(place.db);
  });
  afterAll(() => place?.stop());

  /** The day's numbers, without how often and why they were written, and whatever a visitor is called. */
  const numbers = async () => {
    const metrics = await known.metrics([DAY]);
    const text = JSON.stringify(metrics, (name, value) => {
      if (UNCOMPARED.has(name)) return undefined;
      if (!NAMES.has(name) || !Array.isArray(value)) return value;
      return value.map((id: string) => (/visitor|browser/.test(id) ? id : ANNAS.visitor)).sort();
    });
    return JSON.parse(text);
  };

  it.each([
    ['a customer', ANNAS.customer],
    ['a visitor', ANNAS.visitor],
    ['a browser, which was a visitor before a login', ANNAS.phone],
    ['a browser that was never a visitor', ANNAS.laptop],
  ])('leaves nothing of who is named as %s', async (_, id) => {
    expect((await known.exported(id)).statusCode).toBe(200);
    const erased = await known.erased(id);
    expect(JSON.parse(erased.body ?? '')).toMatchObject({
      erased: true,
      counts: {
        orders: 1,
        shopOrders: 1,
        sessions: 4,
        accounts: 1,
        carts: 1,
        refreshFamilies: 1,
        customers: 1,
        visitors: 2,
      },
    });
    expect(await whereFound(place.db, annaIds)).toEqual([]);
    for (const gone of annaIds.slice(0, 4)) expect((await known.exported(gone)).statusCode).toBe(404);
    expect((await known.erased(id)).statusCode).toBe(404);
  });

  it('leaves the shop’s books and the other people as they were', async () => {
    const before = await documentsOf(place.db);
    await known.erased(ANNAS.customer);
    const after = await documentsOf(place.db);
    const ofOthers = (documents: { [collection: string]: object[] }, names: readonly string[]) =>
      names.flatMap((name) =>
        (documents[name] ?? []).filter((document) => /bob|stranger/.test(JSON.stringify(document))),
      );
    const collections = ['sessions', 'session_events', 'visitors', 'customers'];
    expect(ofOthers(after, collections)).toEqual(ofOthers(before, collections));
    expect(after.shop_orders).toMatchObject([
      { orderId: ORDER, amountMinor: 5_000, items: [{ productId: 'p1' }], join: { reason: 'erased' } },
    ]);
    expect(after.shop_orders?.[0]).not.toHaveProperty('customerId');
    const coverage = await known.people.ask('coverage', [
      ['from', DAY],
      ['to', DAY],
    ]);
    expect(coverage).toMatchObject({
      orders: 1,
      revenue: 3_500,
      unjoined: [{ reason: 'erased', orders: 1, revenue: 3_500 }],
    });
  });

  it('leaves no page whose path names the person or the order', async () => {
    const session = {
      ...visits.phone,
      session: 'session-anna-5',
      pages: [`/orders/${ORDER}`, `/u/${ANNAS.customer}`],
    };
    await known.visit(session);
    await known.erased(ANNAS.phone);
    const { sessions = [] } = await documentsOf(place.db);
    expect(sessions).toContainEqual(
      expect.objectContaining({ erased: true, landingPage: '/(erased)', exitPage: '/(erased)' }),
    );
    expect(await whereFound(place.db, [`/orders/${ORDER}`, `/u/${ANNAS.customer}`])).toEqual([]);
  });

  it('leaves every number what it was, also where its day is folded again', async () => {
    const aggregator = known.aggregator();
    known.clock.nowMs = at('2026-03-06T01:00');
    await aggregator.midnight(known.site);
    const before = await numbers();
    await known.erased(ANNAS.visitor);
    expect(await numbers()).toEqual(before);

    known.clock.nowMs += 20 * MINUTE;
    expect(await aggregator.midnight(known.site)).toMatchObject({ outcome: 'done' });
    expect(await numbers()).toEqual(before);
    await aggregator.range({ site: known.site, from: DAY, to: DAY });
    expect(await numbers()).toEqual(before);
  });

  it('leaves today’s numbers what they were, in the process that keeps its sessions', async () => {
    const aggregator = known.aggregator();
    known.clock.nowMs = MORNING + 4 * HOUR + 30 * MINUTE;
    await aggregator.minute(known.site);
    await aggregator.minute(known.site);
    const before = await numbers();
    await known.erased(ANNAS.visitor);
    for (let minute = 0; minute < 15; minute += 1) {
      known.clock.nowMs += MINUTE;
      await aggregator.minute(known.site);
    }
    expect(await numbers()).toEqual(before);
  });

  it('leaves every number what it was, also where she goes on while Redis is down, and the request is made again', async () => {
    const aggregator = known.aggregator();
    known.clock.nowMs = at('2026-03-06T01:00');
    await aggregator.midnight(known.site);
    const before = await numbers();
    const { erase } = known.hotSessions;
    known.hotSessions.erase = () => Promise.reject(new HotSessionsUnavailable('down'));
    expect((await known.erased(ANNAS.visitor)).statusCode).toBe(503);
    for (const visit of [visits.phoneAgain, visits.laptop])
      await known.event(visit, 'page_view', visit.startedAt + 5 * MINUTE, { path: '/late' });
    known.hotSessions.erase = erase;
    expect((await known.erased(ANNAS.visitor)).statusCode).toBe(200);
    known.clock.nowMs += 20 * MINUTE;
    await aggregator.range({ site: known.site, from: DAY, to: DAY });
    expect(await numbers()).toEqual(before);
  });

  it('erases what a writer saved that had looked for tombstones before there were any', async () => {
    const looked = { ...mongoRecordStore({ db: place.db }), ofErased: async () => [] };
    const write = writeMessages({
      record: looked,
      sites: [known.site],
      log: known.log,
      now: () => known.clock.nowMs,
    });
    const { session, browser, visitor, startedAt } = visits.laptop;
    const ids = { session, browser, visitor, site: known.siteId, sessionStartedAt: startedAt };
    const order = eventOf('order_completed', {
      ...(ids as object),
      id: `${known.siteId}:${browser}:straddling` as EventId,
      occurredAt: startedAt + MINUTE,
      source: 'server',
      properties: { orderId: 'order-straddling', amountMinor: 700, currency: 'EUR' },
    });
    const { unlink } = known.subject.erasures;
    known.subject.erasures.unlink = async (erasure) => {
      await write([messageOf([order])]);
      expect(await whereFound(place.db, ['straddling'])).toContain('session_events: straddling');
      return unlink(erasure);
    };
    expect((await known.erased(ANNAS.visitor)).statusCode).toBe(200);
    expect(await whereFound(place.db, annaIds)).toEqual([]);
    expect(await documentsOf(place.db)).toMatchObject({
      orders: [{ orderId: ORDER }, { orderId: 'order-straddling', tellers: [] }],
    });
  });

  it('counts her as one, also where an aggregator comes between her visits and her number', async () => {
    const aggregator = known.aggregator();
    known.clock.nowMs = at('2026-03-06T01:00');
    await aggregator.midnight(known.site);
    await known.visit({ ...visits.phoneAgain, session: 'session-anna-5', startedAt: MORNING + 5 * HOUR });
    const { unlink } = known.subject.erasures;
    known.subject.erasures.unlink = async (erasure) => {
      known.clock.nowMs += 20 * MINUTE;
      await aggregator.midnight(known.site);
      return unlink(erasure);
    };
    expect((await known.erased(ANNAS.visitor)).statusCode).toBe(200);
    known.clock.nowMs += 20 * MINUTE;
    await aggregator.range({ site: known.site, from: DAY, to: DAY });
    const { daily } = await known.metrics([DAY]);
    expect(daily).toMatchObject([{ totals: { totalVisits: 7, uniqueVisits: 3, newVisitors: 3 } }]);
  });

  it('erases one person of a site at a time, and each once', async () => {
    const answers = await Promise.all([known.erased(ANNAS.visitor), known.erased(ANNAS.customer)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const refused = answers.find(({ statusCode }) => statusCode === 409);
    expect(JSON.parse(refused?.body ?? '').error.code).toBe('erasure_under_way');
    expect(refused?.headers).toHaveProperty('retry-after');
    const { sessions = [] } = await documentsOf(place.db);
    expect(sessions.filter((session) => 'erased' in session)).toHaveLength(4);
    expect((await known.erased('visitor-bob')).statusCode).toBe(200);
  });

  it('erases her orders whose sessions are gone, also those of a shop from before orders said whose they are', async () => {
    const goneIds = { $in: [...ANNAS.sessions] };
    for (const withTellers of [true, false]) {
      await place.empty();
      known = await knownShop(place.db);
      await place.db.collection(EVENTS).deleteMany({ sessionId: goneIds });
      await place.db.collection(SESSIONS).deleteMany({ _id: goneIds });
      await place.db.collection(SHOP_ORDERS).deleteMany({});
      if (!withTellers) {
        const update = { $unset: { tellers: '' } };
        const filter = { _id: `${known.siteId}:${ORDER}` };
        await place.db.collection(ORDERS).bulkWrite([{ updateOne: { filter, update } }], { ordered: false });
        expect(await stampRetention({ db: place.db, sites: [known.site] })).toMatchObject({ [ORDERS]: 1 });
      }
      await known.erased(ANNAS.customer);
      expect(await whereFound(place.db, annaIds)).toEqual([]);
    }
  });

  it('erases a login’s former visitors beyond those that her own document lists', async () => {
    const former = 'browser-former';
    await known.visit({ session: 'session-before', browser: former, startedAt: MORNING });
    const later = {
      session: 'session-after',
      browser: former,
      visitor: ANNAS.visitor,
      startedAt: MORNING + HOUR,
    };
    await known.login(later, ANNAS.visitor, MORNING + HOUR + MINUTE, former);
    const update = { $pull: { formers: former } };
    const filter = { _id: `${known.siteId}:${ANNAS.visitor}` };
    await place.db.collection('visitors').bulkWrite([{ updateOne: { filter, update } }], { ordered: false });
    await known.erased(ANNAS.customer);
    expect(await whereFound(place.db, [...annaIds, former, 'session-before'])).toEqual([]);
  });

  it('ends a session of hers that only Redis knows of', async () => {
    const { nowMs } = known.clock;
    const named = { site: known.siteId, browser: ANNAS.phone as BrowserId, id: 'session-young' as SessionId };
    const young = hotSession({ ...named, startedAt: nowMs, lastSeenAt: nowMs });
    await known.hotSessions.visit(visitOf(young, nowMs, { create: young }));
    await known.erased(ANNAS.customer);
    expect(await known.hotSessions.visit(visitOf(young, nowMs + MINUTE))).toEqual({ outcome: 'erased' });
  });

  it('leaves pages that only look like her ids', async () => {
    const pages = ['/products/order-70012', `/search?q=${ORDER}`];
    await known.visit({ ...visits.phone, session: 'session-anna-6', pages });
    await known.erased(ANNAS.phone);
    const { sessions = [] } = await documentsOf(place.db);
    expect(sessions).toContainEqual(
      expect.objectContaining({ erased: true, landingPage: pages[0], exitPage: '/(erased)' }),
    );
  });

  it('counts visits that no aggregator has seen yet as one visitor’s, once', async () => {
    await known.erased(ANNAS.visitor);
    known.clock.nowMs = at('2026-03-06T01:00');
    await known.aggregator().midnight(known.site);
    const { daily } = await known.metrics([DAY]);
    expect(daily).toMatchObject([{ totals: { totalVisits: 6, uniqueVisits: 3, newVisitors: 3 } }]);
    expect(await whereFound(place.db, annaIds)).toEqual([]);
  });

  it('drops what is written of her later, and nothing of whom she shares a browser with', async () => {
    await known.erased(ANNAS.visitor);
    const later = { startedAt: MORNING + 5 * HOUR };
    await known.visit({ ...visits.phone, ...later, session: 'session-late' });
    await known.visit({ ...visits.tablet, ...later, session: 'session-late-tablet' });
    await known.order({ ...visits.laptop, ...later }, 'order-late', later.startedAt + MINUTE, 900);
    await known.login(
      { ...visits.phone, ...later, session: 'session-late' },
      'visitor-new',
      later.startedAt,
      ANNAS.phone,
    );
    expect(await whereFound(place.db, [...annaIds, 'session-late'])).toEqual([]);

    await known.visit({ ...visits.bob, ...later, session: 'session-bob-2' });
    expect(await whereFound(place.db, ['session-bob-2'])).not.toEqual([]);
    const { orders } = await known.people.ask('coverage', [
      ['from', DAY],
      ['to', DAY],
    ]);
    expect(orders).toBe(2);
  });

  it('finishes what a crash left, by the same request, wherever it came', async () => {
    const { erasures } = known.subject;
    for (const step of ['begin', 'erase', 'unlink', 'finish'] as const) {
      await place.empty();
      known = await knownShop(place.db);
      const crashed = { ...known.subject.erasures };
      const real = erasures[step] as (...args: unknown[]) => Promise<unknown>;
      let isDead = false;
      Object.assign(known.subject.erasures, {
        [step]: async (...args: unknown[]) => {
          if (isDead) return real(...args);
          isDead = true;
          await (crashed[step] as typeof real)(...args);
          throw new Error('killed');
        },
      });
      expect((await known.erased(ANNAS.laptop)).statusCode, step).toBe(500);
      expect((await known.erased(ANNAS.laptop)).statusCode, step).toBe(step === 'finish' ? 404 : 200);
      expect(await whereFound(place.db, annaIds), step).toEqual([]);
    }
  });

  it('is finished ten minutes later where nobody asks again, wherever the crash came', async () => {
    for (const step of ['mark', 'erase', 'unlink', 'finish'] as const) {
      await place.empty();
      known = await knownShop(place.db);
      const { erasures } = known.subject;
      const real = { ...erasures };
      Object.assign(
        erasures,
        step === 'mark'
          ? // Its note is there, and its tombstones are not.
            {
              begin: async (...[erasure, , nowMs]: Parameters<typeof real.begin>) => {
                await real.begin(erasure, [], nowMs);
                throw new Error('killed');
              },
            }
          : { [step]: () => Promise.reject(new Error('killed')) },
      );
      expect((await known.erased(ANNAS.laptop)).statusCode, step).toBe(500);
      Object.assign(erasures, real);
      const finish = finishErasures(known.subject, () => known.clock.nowMs);
      expect(await finish({ id: known.siteId }), step).toBe(0);
      known.clock.nowMs += 11 * MINUTE;
      expect(await finish({ id: 'other' as SiteId }), step).toBe(0);
      expect(await finish({ id: known.siteId }), step).toBe(1);
      expect(await whereFound(place.db, annaIds), step).toEqual([]);
      expect(await finish({ id: known.siteId }), step).toBe(0);
      const audit = await known.people.request('', '', { path: '/api/admin/audit' });
      expect(JSON.parse(audit.body ?? '').entries, step).toMatchObject([{ action: 'erase', by: 'token' }]);
    }
  });

  it('keeps tombstones that tell nobody who was erased, and an audit without whose it was', async () => {
    await known.exported(ANNAS.visitor);
    known.clock.nowMs += MINUTE;
    await known.erased(ANNAS.visitor);
    const audit = await known.people.request('', '', { path: '/api/admin/audit' });
    const { entries } = JSON.parse(audit.body ?? '');
    expect(entries).toMatchObject([
      { action: 'erase', by: 'token', counts: { sessions: 4, accounts: 1 }, liveSessions: 0 },
      { action: 'export', by: 'token', counts: { sessions: 4, accounts: 1 }, tombstones: null },
    ]);
    const tombstones = await place.db
      .collection(ERASURES)
      .find({ expiresAt: { $exists: true } })
      .toArray();
    expect(tombstones).toHaveLength(entries[0].tombstones);
    for (const { _id } of tombstones) expect(_id).toMatch(/^[0-9a-f]{64}$/);
  });

  it('asks which is meant where an id is a customer’s and another visitor’s', async () => {
    await known.visit({ session: 'session-x', browser: ANNAS.customer, startedAt: MORNING + 4 * HOUR });
    for (const ask of [known.exported, known.erased]) {
      const answer = await ask(ANNAS.customer);
      expect(answer.statusCode).toBe(409);
      expect(JSON.parse(answer.body ?? '').error).toMatchObject({
        field: 'as',
        allowed: ['customer', 'visitor'],
      });
    }
    const visitor = JSON.parse((await known.exported(ANNAS.customer, 'as=visitor')).body ?? '');
    expect(visitor.ids).toMatchObject({ customers: [], visitors: [ANNAS.customer] });
    await known.erased(ANNAS.customer, 'as=customer');
    expect(await whereFound(place.db, ['session-x'])).not.toEqual([]);
    expect(await whereFound(place.db, annaIds.slice(2))).toEqual([]);
  });

  it('does not let a browser of several people stand for any of them', async () => {
    expect((await known.erased(TABLET)).statusCode).toBe(409);
    expect((await known.exported('nobody at all')).statusCode).toBe(404);
  });
};
