import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { SessionId, SiteId } from '../../src/domain/ids.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import type { RecordStore, SessionKey } from '../../src/ports/RecordStore.ts';
import { eventOf, MINUTE, SITE, START, serverEventOf, startOf } from '../domain/sessions/foldFixtures.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

const KEY: SessionKey = { site: SITE.id, browser: eventOf('x').browser, id: eventOf('x').session };

const foldOf = (...events: readonly StoredEvent[]): SessionRecord => {
  const session = foldSession({ events, site: SITE });
  if (!session) throw new Error('no session');
  return session;
};
const idsOf = (events: readonly StoredEvent[]): string[] => events.map(({ id }) => id).sort();

/** What every record must do: run on each adapter of the port. */
export const recordStoreContract = (start: () => Promise<RecordPlace>): void => {
  describe('a record', () => {
    let tested: RecordPlace;
    let record: RecordStore;
    beforeAll(async () => {
      tested = await start();
      record = mongoRecordStore({ db: tested.db });
      await record.ensureIndexes();
    });
    beforeEach(() => tested.empty());
    afterAll(() => tested?.stop());

    it('answers a ping, and makes its indexes again without harm', async () => {
      await record.ping();
      await record.ensureIndexes();
    });

    it('gives events back as they were, whatever their properties are named', async () => {
      const hostile = JSON.parse('{"__proto__":{"$where":"1"},"$set":1,"a.b":[{"":"\\u0000"}],"%":"\\r\\n"}');
      const events = [
        startOf({ referrer: 'https://blog.example/' }),
        eventOf('page_view', { path: '/', url: 'https://shop.example/', title: 'A\u0000B', engagedMs: 3 }),
        eventOf('custom', { properties: hostile, occurredAt: START + 0.0 }),
        serverEventOf('customer_login', { customerId: 'c1', epoch: 2 }),
      ];
      await record.insertEvents(events);
      const back = await record.eventsOfSessions([KEY]);
      const byId = (a: StoredEvent, b: StoredEvent) => (a.id < b.id ? -1 : 1);
      expect(back.sort(byId)).toEqual(events.sort(byId));
      expect(Object.hasOwn(back.find(({ type }) => type === 'custom')?.properties ?? {}, '__proto__')).toBe(
        true,
      );
    });

    it('stores an event once, and says which were new', async () => {
      const [a, b, c] = [eventOf('page_view'), eventOf('page_view'), eventOf('page_view')];
      expect(await record.insertEvents([a, b])).toEqual({ inserted: 2, duplicates: 0, fresh: [a, b] });
      expect(await record.insertEvents([b, c, a])).toEqual({ inserted: 1, duplicates: 2, fresh: [c] });
      expect(await record.insertEvents([a])).toEqual({ inserted: 0, duplicates: 1, fresh: [] });
      expect(idsOf(await record.eventsOfSessions([KEY]))).toEqual(idsOf([a, b, c]));
    });

    it('keeps what came first where an id comes again with other content', async () => {
      await record.insertEvents([eventOf('page_view', { id: 'same', path: '/first' })]);
      await record.insertEvents([eventOf('page_view', { id: 'same', path: '/second' })]);
      expect(await record.eventsOfSessions([KEY])).toMatchObject([{ path: '/first' }]);
    });

    it('gives the events of several sessions and of no others', async () => {
      const [one, two, three] = ['s1', 's2', 's3'].map((session) =>
        eventOf('page_view', { session: session as SessionId }),
      );
      if (!one || !two || !three) throw new Error('three events');
      await record.insertEvents([one, two, three]);
      const found = await record.eventsOfSessions([KEY, { ...KEY, id: 's3' as SessionId }]);
      expect(idsOf(found)).toEqual(idsOf([one, three]));
      expect(await record.eventsOfSessions([{ ...KEY, site: 'other' as SiteId }])).toEqual([]);
    });

    it('asks nothing of the store where there is nothing to do', async () => {
      expect(await record.insertEvents([])).toEqual({ inserted: 0, duplicates: 0, fresh: [] });
      expect(await record.eventsOfSessions([])).toEqual([]);
      await record.saveSessions([]);
      await record.tellOrders([]);
      await record.tellAliases([]);
      await record.insertQuality([]);
    });

    it('finds a session as it was saved, and none that was not', async () => {
      const session = foldOf(
        startOf({ referrer: 'https://blog.example/', utm: { source: 'x' }, clickIds: { gclid: 'g' } }),
        eventOf('page_view', { path: '/' }),
        serverEventOf('customer_login', { customerId: 'c1' }),
        serverEventOf('order_completed', { properties: { orderId: 'o1', amountMinor: 5, currency: 'EUR' } }),
      );
      expect(await record.findSession(KEY)).toBeUndefined();
      await record.saveSessions([session]);
      expect(await record.findSession(KEY)).toEqual(session);
      expect(await record.findSession({ ...KEY, site: 'other' as SiteId })).toBeUndefined();
    });

    const first = eventOf('page_view', { path: '/', customerId: 'c1', id: 'first' });
    const second = eventOf('page_view', { path: '/a', id: 'second', occurredAt: START + MINUTE });

    it('replaces a fold by one that saw more, and drops what that has no more', async () => {
      const { exitPage, ...fuller } = { ...foldOf(first, second), pageViews: 7 };
      expect(exitPage).toBeDefined();
      await record.saveSessions([foldOf(first)]);
      await record.saveSessions([fuller]);
      expect(await record.findSession(KEY)).toEqual(fuller);
    });

    it('keeps a fold against one that saw less or the same, and calls that a success', async () => {
      const fuller = foldOf(first, second);
      await record.saveSessions([fuller]);
      await record.saveSessions([foldOf(first)]);
      await record.saveSessions([{ ...fuller, pageViews: 99 }]);
      expect(await record.findSession(KEY)).toEqual(fuller);
    });

    it('replaces a fold by one of a later epoch, though that saw less', async () => {
      const relabelled = { ...foldOf(first), epoch: 1 };
      await record.saveSessions([foldOf(first, second)]);
      await record.saveSessions([relabelled]);
      await record.saveSessions([foldOf(first, second)]);
      expect(await record.findSession(KEY)).toEqual(relabelled);
    });

    it('saves the others where some of a batch are older than what is stored', async () => {
      const other = foldOf(eventOf('page_view', { session: 's2' as SessionId }));
      const fuller = foldOf(first, second);
      await record.saveSessions([fuller]);
      await record.saveSessions([foldOf(first), other]);
      expect(await record.findSession(KEY)).toEqual(fuller);
      expect(await record.findSession({ ...KEY, id: other.id })).toEqual(other);
    });

    it('ends up with the fullest fold where many are saved at once', async () => {
      const events = Array.from({ length: 20 }, (_, index) => eventOf('page_view', { id: `many-${index}` }));
      const folds = events.map((_, index) => foldOf(...events.slice(0, index + 1)));
      await Promise.all([...folds].reverse().map((fold) => record.saveSessions([fold])));
      expect(await record.findSession(KEY)).toEqual(folds.at(-1));
    });

    it('keeps messages until they are dropped, and gives the oldest of a site first', async () => {
      const keep = (id: string, at: number, site = SITE.id) =>
        record.keepMessage({ id, site, at, body: `{"$of":"${id}"}` });
      await keep('late', START + 2);
      await keep('early', START);
      await keep('middle', START + 1);
      await keep('foreign', START, 'other' as SiteId);
      const ids = async (before: number, limit: number, except: readonly string[] = []) =>
        (await record.keptMessages(SITE.id, { before, limit, except })).map(({ id }) => id);
      expect(await record.keptMessages(SITE.id, { before: START + 1, limit: 9 })).toEqual([
        { id: 'early', site: SITE.id, at: START, body: '{"$of":"early"}' },
      ]);
      expect(await ids(START + 9, 2)).toEqual(['early', 'middle']);
      expect(await ids(START + 9, 2, ['early'])).toEqual(['middle', 'late']);
      await record.dropMessages(['early', 'middle', 'unknown']);
      expect(await ids(START + 9, 9)).toEqual(['late']);
    });

    it("lists a site's latest sessions, newest first", async () => {
      const sessions = [0, 2, 1].map((minutes) =>
        foldOf(
          eventOf('page_view', {
            session: `r${minutes}` as SessionId,
            sessionStartedAt: START + minutes * MINUTE,
          }),
        ),
      );
      await record.saveSessions(sessions);
      const recent = await record.recentSessions(SITE.id, 2);
      expect(recent.map(({ id }) => id)).toEqual(['r2', 'r1']);
      expect(recent[0]).toEqual(sessions[1]);
      expect(await record.recentSessions('other' as SiteId, 2)).toEqual([]);
    });
  });
};
