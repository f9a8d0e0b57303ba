import { memoryHotSessions } from '../../../src/adapters/memory/memoryHotSessions.ts';
import { memoryLedger } from '../../../src/adapters/memory/memoryLedger.ts';
import { memoryMetricsStore } from '../../../src/adapters/memory/memoryMetricsStore.ts';
import type { DriverDb } from '../../../src/adapters/mongodb/driverPart.ts';
import { mongoAccounts } from '../../../src/adapters/mongodb/mongoAccounts.ts';
import { mongoCarts } from '../../../src/adapters/mongodb/mongoCarts.ts';
import { mongoCustomerIdentities } from '../../../src/adapters/mongodb/mongoCustomerIdentities.ts';
import { mongoOrderBook } from '../../../src/adapters/mongodb/mongoOrderBook.ts';
import { mongoRefreshFamilies } from '../../../src/adapters/mongodb/mongoRefreshFamilies.ts';
import type { BrowserId, CustomerId, SessionId, SiteId, VisitorId } from '../../../src/domain/ids.ts';
import { subjectStores } from '../../../src/runtime/subjectStores.ts';
import { at, HOUR, MINUTE, shop, type Visit } from '../../aggregate/shop.ts';
import { peopleOnDb } from '../peopleOnDb.ts';

export const MORNING = at('2026-03-05T08:00');

/** Everything that Anna is called, or called herself. */
export const ANNAS = {
  customer: 'c-visitor-anna',
  visitor: 'visitor-anna',
  phone: 'browser-of-anna-phone',
  laptop: 'browser-of-anna-laptop',
  email: 'anna@mail.example',
  sessions: ['session-anna-1', 'session-anna-2', 'session-anna-3', 'session-anna-4'],
} as const;
/** She shares it with Bob. */
export const TABLET = 'browser-of-both';
export const ORDER = 'order-7001';

export const annaIds: readonly string[] = [
  ANNAS.customer,
  ANNAS.visitor,
  ANNAS.phone,
  ANNAS.laptop,
  ANNAS.email,
  ...ANNAS.sessions,
];

const visits = {
  phone: {
    session: ANNAS.sessions[0],
    browser: ANNAS.phone,
    startedAt: MORNING,
    pages: ['/', '/shoes'],
  },
  laptop: {
    session: ANNAS.sessions[1],
    browser: ANNAS.laptop,
    visitor: ANNAS.visitor,
    startedAt: MORNING + HOUR,
    device: 'desktop',
    pages: ['/shoes', '/thanks'],
  },
  phoneAgain: {
    session: ANNAS.sessions[2],
    browser: ANNAS.phone,
    visitor: ANNAS.visitor,
    startedAt: MORNING + 2 * HOUR,
  },
  tablet: {
    session: ANNAS.sessions[3],
    browser: TABLET,
    visitor: ANNAS.visitor,
    startedAt: MORNING + 3 * HOUR,
  },
  bob: { session: 'session-bob', browser: TABLET, visitor: 'visitor-bob', startedAt: MORNING + 4 * HOUR },
  stranger: { session: 'session-stranger', browser: 'browser-stranger', startedAt: MORNING + HOUR },
} as const satisfies { [name: string]: Visit };

export { visits };

/** A shop that knows Anna on two devices of hers and on one that she shares with Bob, a stranger, and an order of hers. */
export const knownShop = async (db: DriverDb) => {
  const store = { ledger: memoryLedger(), store: memoryMetricsStore() };
  const known = shop({}, { db, ...store });
  const { site, clock } = known;
  clock.nowMs = MORNING + 6 * HOUR;
  const { phone, laptop, phoneAgain, tablet, bob, stranger } = visits;
  const identities = mongoCustomerIdentities({ db });
  const identify = (customer: string, visitor: string) =>
    identities.identify({
      site: site.id,
      customer: customer as CustomerId,
      visitor: visitor as VisitorId,
      freshVisitor: 'fresh' as VisitorId,
    });

  await known.visit(phone);
  await identify(ANNAS.customer, ANNAS.visitor);
  await known.visit(laptop);
  await known.login(laptop, ANNAS.visitor, laptop.startedAt + MINUTE);
  await known.order(laptop, ORDER, laptop.startedAt + 2 * MINUTE, 5_000);
  await identify(ANNAS.customer, ANNAS.phone);
  await known.visit(phoneAgain);
  await known.login(phoneAgain, ANNAS.visitor, phoneAgain.startedAt + MINUTE, ANNAS.phone);
  await known.refund(phoneAgain, ORDER, phoneAgain.startedAt + 2 * MINUTE, 1_500);
  await known.visit(tablet);
  await known.login(tablet, ANNAS.visitor, tablet.startedAt + MINUTE);
  await identify('c-visitor-bob', 'visitor-bob');
  await known.visit(bob);
  await known.login(bob, 'visitor-bob', bob.startedAt + MINUTE);
  await known.visit(stranger);

  const customer = ANNAS.customer as CustomerId;
  await mongoAccounts({ db }).create({
    site: site.id,
    email: ANNAS.email,
    customer,
    name: 'Anna',
    passwordHash: 'hash-of-a-password',
    createdAt: MORNING,
  });
  await mongoRefreshFamilies({ db }).begin({
    id: 'family-1',
    site: site.id,
    customer,
    currentHash: 'hash-of-a-token',
    rotatedAt: MORNING,
    expiresAt: MORNING + HOUR,
  });
  await mongoCarts({ db }).save(
    site.id,
    { kind: 'customer', customer },
    { id: 'cart-1', version: 1, items: [{ productId: 'p1', quantity: 1 }], merged: [] },
  );
  await mongoOrderBook({ db }).open(
    {
      site: site.id,
      orderId: ORDER,
      source: 'storefront',
      customer,
      state: 'placed',
      items: [{ productId: 'p1', quantity: 1, priceMinor: 5_000 }],
      amountMinor: 5_000,
      currency: site.currency,
      placedAt: laptop.startedAt + 2 * MINUTE,
      join: {
        joined: true,
        by: 'request',
        session: {
          id: laptop.session as SessionId,
          browser: laptop.browser as BrowserId,
          visitor: laptop.visitor as VisitorId,
          startedAt: laptop.startedAt,
        },
      },
      refunds: [],
      effects: 'done',
    },
    'key-of-an-order',
  );

  const hotSessions = memoryHotSessions();
  const subject = { ...subjectStores({ db }), hotSessions };
  const people = peopleOnDb({ db, sites: [site], now: () => clock.nowMs, subject });
  const visitors = (method: string, id: string, query = '') =>
    people.request('', query, { method, path: `/api/admin/visitors/${encodeURIComponent(id)}` });
  return {
    ...known,
    siteId: site.id as SiteId,
    hotSessions,
    subject,
    people,
    exported: (id: string, query = '') => visitors('GET', id, query),
    erased: (id: string, query = '') => visitors('DELETE', id, query),
  };
};
export type KnownShop = Awaited<ReturnType<typeof knownShop>>;
