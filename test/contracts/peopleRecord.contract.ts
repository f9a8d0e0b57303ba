import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mongoPeopleRecord } from '../../src/adapters/mongodb/mongoPeopleRecord.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { MAX_KNOWN_FORMERS } from '../../src/adapters/mongodb/visitorDocument.ts';
import type { BrowserId, CustomerId, SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import type { PeopleRecord } from '../../src/ports/PeopleRecord.ts';
import type { AliasEvent, RecordStore } from '../../src/ports/RecordStore.ts';
import {
  BOT,
  eventOf,
  MINUTE,
  SITE,
  START,
  serverEventOf,
  startOf,
} from '../domain/sessions/foldFixtures.ts';
import type { RecordPlace } from './recordStorePlaces.ts';

const OTHER = 'other' as SiteId;
const [ANNA, BEN, CORA] = ['anna', 'ben', 'cora'] as [VisitorId, VisitorId, VisitorId];

/** A session of a visitor, so many minutes after the others began. */
const sessionOf = (
  id: string,
  visitor: VisitorId,
  minute: number,
  more: Partial<SessionRecord> = {},
): SessionRecord => {
  const at = { session: id as SessionId, sessionStartedAt: START + minute * MINUTE };
  const events = [
    startOf({}, { ...at, occurredAt: at.sessionStartedAt }),
    eventOf('page_view', { ...at, occurredAt: at.sessionStartedAt + MINUTE, path: '/' }),
  ];
  const session = foldSession({ events, site: SITE });
  if (!session) throw new Error('no session');
  return { ...session, visitor, ...more };
};

const login = (formerVisitor: VisitorId, visitor: VisitorId, minute: number): AliasEvent => ({
  ...serverEventOf('customer_login', { occurredAt: START + minute * MINUTE, visitor }),
  formerVisitor,
});

const idsOf = (sessions: readonly { readonly id: string }[]) => sessions.map(({ id }) => id);

/** What every record must tell of people: run on each place that it may be in. */
export const peopleRecordContract = (start: () => Promise<RecordPlace>): void => {
  describe('a record, as it tells of people,', () => {
    let place: RecordPlace;
    let people: PeopleRecord;
    let store: RecordStore;
    beforeAll(async () => {
      place = await start();
      people = mongoPeopleRecord({ db: place.db, timeoutMs: 10_000 });
      store = mongoRecordStore({ db: place.db });
      await store.ensureIndexes();
    });
    beforeEach(() => place.empty());
    afterAll(() => place?.stop());

    it('gives the latest sessions of several visitors as they were stored, and no one else’s', async () => {
      const sessions = [
        sessionOf('s1', ANNA, 0),
        sessionOf('s2', BEN, 10, { customerId: 'c1' as CustomerId, type: 'CUSTOMER' }),
        sessionOf('s3', ANNA, 20),
      ];
      await store.saveSessions([
        ...sessions,
        sessionOf('s4', CORA, 30),
        sessionOf('s5', ANNA, 40, { site: OTHER }),
      ]);
      const found = await people.sessionsOfVisitors(SITE.id, [ANNA, BEN], 10);
      expect(found).toEqual(sessions.toReversed());
      expect(idsOf(await people.sessionsOfVisitors(SITE.id, [ANNA, BEN], 2))).toEqual(['s3', 's2']);
      expect(await people.sessionsOfVisitors(SITE.id, [], 2)).toEqual([]);
    });

    it('tells of a visitor whom it counts for, and who claims to have been it', async () => {
      await store.tellAliases([login(ANNA, CORA, 2), login(BEN, CORA, 1)]);
      await store.tellAliases([login(ANNA, CORA, 2), login(ANNA, BEN, 1)]);
      const found = await people.identities(SITE.id, [ANNA, BEN, CORA, 'nobody' as VisitorId]);
      const named = found.map(({ formers, ...rest }) => ({ ...rest, formers: [...formers].sort() }));
      expect(named.sort((a, b) => (a.visitor < b.visitor ? -1 : 1))).toEqual([
        { visitor: ANNA, aliasOf: BEN, formers: [] },
        { visitor: BEN, aliasOf: CORA, formers: [ANNA] },
        { visitor: CORA, formers: [ANNA, BEN] },
      ]);
      expect(await people.identities(OTHER, [ANNA])).toEqual([]);
      expect(await people.identities(SITE.id, [])).toEqual([]);
    });

    it('loses no former visitor where many log in at once', async () => {
      const formers = Array.from({ length: 12 }, (_, index) => `former-${index}` as VisitorId);
      await Promise.all(formers.map((former, index) => store.tellAliases([login(former, ANNA, index)])));
      const [anna] = await people.identities(SITE.id, [ANNA]);
      expect([...(anna?.formers ?? [])].sort()).toEqual(formers.toSorted());
    });

    it('knows no more former visitors of one than a document can hold, and goes on noting whom each counts for', async () => {
      const formers = Array.from(
        { length: MAX_KNOWN_FORMERS + 2 },
        (_, index) => `one-${index}` as VisitorId,
      );
      await store.tellAliases(formers.slice(0, -2).map((former, index) => login(former, CORA, index)));
      await store.tellAliases(formers.slice(-2).map((former, index) => login(former, CORA, index)));
      const [cora] = await people.identities(SITE.id, [CORA]);
      expect(cora?.formers).toHaveLength(MAX_KNOWN_FORMERS);
      const last = formers.at(-1) as VisitorId;
      expect(await people.identities(SITE.id, [last])).toEqual([
        { visitor: last, aliasOf: CORA, formers: [] },
      ]);
    }, 60_000);

    it("tells a customer's visitors, the latest session's first", async () => {
      const customerId = 'c1' as CustomerId;
      await store.saveSessions([
        sessionOf('s1', ANNA, 0, { customerId }),
        sessionOf('s2', BEN, 10, { customerId }),
        sessionOf('s3', BEN, 20, { customerId }),
        sessionOf('s4', CORA, 30, { customerId: 'c2' as CustomerId }),
        sessionOf('s5', CORA, 40, { customerId, site: OTHER }),
      ]);
      expect(await people.visitorsOfCustomer(SITE.id, customerId, 10)).toEqual([BEN, ANNA]);
      expect(await people.visitorsOfCustomer(SITE.id, customerId, 2)).toEqual([BEN]);
      expect(await people.visitorsOfCustomer(SITE.id, 'none' as CustomerId, 10)).toEqual([]);
    });

    it('lists the visits that were seen last, and all of some visitors', async () => {
      const { country, ...nowhere } = sessionOf('s3', ANNA, 20);
      expect(country).toBeDefined();
      await store.saveSessions([
        sessionOf('s1', ANNA, 0, { converted: true, customerId: 'c1' as CustomerId }),
        sessionOf('s2', BEN, 10, { bot: BOT }),
        nowhere,
        sessionOf('s4', CORA, 30, { site: OTHER }),
      ]);
      const visit = { device: 'mobile', converted: false, bot: false };
      const first = {
        ...visit,
        visitor: ANNA,
        customer: 'c1',
        country: 'DE',
        converted: true,
        lastSeenAt: START + MINUTE,
      };
      const bots = { ...visit, visitor: BEN, country: 'DE', bot: true, lastSeenAt: START + 11 * MINUTE };
      const last = { ...visit, visitor: ANNA, lastSeenAt: START + 21 * MINUTE };
      expect(await people.latestVisits(SITE.id, 10)).toEqual([last, bots, first]);
      expect(await people.latestVisits(SITE.id, 1)).toEqual([last]);
      const annas = await people.visitsOfVisitors(SITE.id, [ANNA], 10);
      expect(annas.sort((a, b) => a.lastSeenAt - b.lastSeenAt)).toEqual([first, last]);
      expect(await people.visitsOfVisitors(SITE.id, [ANNA, BEN], 2)).toHaveLength(2);
    });

    it('tells when the sessions of some visitors began and on what, and nothing of bots', async () => {
      await store.saveSessions([
        sessionOf('s1', ANNA, 0),
        sessionOf('s2', BEN, 10, { browser: 'b2' as BrowserId, device: { type: 'desktop' } }),
        sessionOf('s3', ANNA, 20),
        sessionOf('s4', ANNA, 30, { bot: BOT }),
        sessionOf('s5', CORA, 40),
        sessionOf('s6', ANNA, 50, { site: OTHER }),
      ]);
      const starts = await people.startsOfVisitors(SITE.id, [ANNA, BEN]);
      expect(starts.sort((a, b) => a.startedAt - b.startedAt)).toEqual([
        { id: 's1', browser: 'b1', visitor: ANNA, startedAt: START, device: 'mobile' },
        { id: 's2', browser: 'b2', visitor: BEN, startedAt: START + 10 * MINUTE, device: 'desktop' },
        { id: 's3', browser: 'b1', visitor: ANNA, startedAt: START + 20 * MINUTE, device: 'mobile' },
      ]);
      expect(await people.startsOfVisitors(SITE.id, [])).toEqual([]);
    });

    it('gives the sessions of a span in which something was put into the cart, or ordered', async () => {
      const order = { orderId: 'o1', amountMinor: 5, currency: 'EUR', placedAt: START, refundedMinor: 0 };
      await store.saveSessions([
        sessionOf('before', ANNA, 9, { cartAdds: 1 }),
        sessionOf('carted', ANNA, 10, { cartAdds: 2 }),
        sessionOf('looked', ANNA, 11),
        sessionOf('bought', BEN, 19, { converted: true, orders: [order] }),
        sessionOf('after', ANNA, 20, { cartAdds: 1 }),
        sessionOf('elsewhere', ANNA, 15, { cartAdds: 1, site: OTHER }),
      ]);
      const found = await people.buyingSessions(SITE.id, START + 10 * MINUTE, START + 20 * MINUTE);
      expect(idsOf(found).sort()).toEqual(['bought', 'carted']);
      expect(found.find(({ id }) => id === 'bought')).toMatchObject({
        visitor: BEN,
        browser: 'b1',
        startedAt: START + 19 * MINUTE,
        device: 'mobile',
        cartAdds: 0,
        converted: true,
        orders: [order],
      });
    });
  });
};
