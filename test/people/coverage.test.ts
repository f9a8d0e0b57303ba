import { expect, it } from 'vitest';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { UnjoinedReason } from '../../src/domain/orders/shopOrder.ts';
import { START } from '../domain/sessions/foldFixtures.ts';
import { order, refund, visit } from './storedEvents.ts';
import { HOUR, withEvents } from './withEvents.ts';

const RANGE = [
  ['site', 'shop'],
  ['from', '2026-03-05'],
  ['to', '2026-03-06'],
] as const;
const DAY = 24 * HOUR;

const ANNA = { session: 's1', visitor: 'anna' };
const NEXT_DAY = { session: 's2', visitor: 'anna', startedAfterMs: DAY };
const LATER = { session: 's3', visitor: 'anna', startedAfterMs: 3 * DAY };
const EVENTS = [
  ...visit(ANNA),
  order(ANNA, { orderId: 'o1', amountMinor: 1_000 }),
  refund(ANNA, { orderId: 'o1', refundId: 'r1', amountMinor: 300 }),
  order(ANNA, { orderId: 'o2', amountMinor: 500, joinedBy: 'cookie' }),
  ...visit(NEXT_DAY),
  order(NEXT_DAY, { orderId: 'o3', amountMinor: 100, joinedBy: 'customer' }),
  ...visit(LATER),
  order(LATER, { orderId: 'o4', amountMinor: 9_000 }),
];

const unjoined = (orderId: string, amountMinor: number, reason: UnjoinedReason, site = 'shop') => ({
  site: site as SiteId,
  orderId,
  kind: 'order_completed' as const,
  amountMinor,
  currency: 'EUR',
  occurredAt: START,
  receivedAt: START,
  reason,
});

it('tells how many orders of a range are of a session, by what joined them, and why the others are not', () =>
  withEvents(EVENTS, async (people, db) => {
    await mongoRecordStore({ db }).tellUnjoinedOrders([
      unjoined('u1', 2_000, 'no_identity'),
      unjoined('u2', 30, 'cookie_expired'),
      unjoined('u3', 40, 'cookie_expired'),
      unjoined('o1', 1_000, 'no_identity'),
      unjoined('u4', 50, 'not_tracked', 'other'),
    ]);
    expect(await people.ask('coverage', RANGE)).toEqual({
      range: { from: '2026-03-05', to: '2026-03-06', days: 2 },
      orders: 6,
      joined: 3,
      joinedShare: 0.5,
      by: { request: 1, cookie: 1, customer: 1 },
      unjoined: [
        { reason: 'cookie_expired', orders: 2, revenue: 70 },
        { reason: 'no_identity', orders: 1, revenue: 2_000 },
      ],
      revenue: 700 + 500 + 100 + 2_000 + 70,
      joinedRevenue: 700 + 500 + 100,
    });
    const table = await people.request(
      'coverage',
      `${new URLSearchParams(RANGE.map(([...pair]) => pair))}&format=csv`,
    );
    expect(table.body?.split('\r\n')).toEqual([
      'what,orders,revenue',
      'all,6,3370',
      'joined,3,1300',
      'joined by request,1,',
      'joined by cookie,1,',
      'joined by customer,1,',
      'not joined: cookie_expired,2,70',
      'not joined: no_identity,1,2000',
      '',
    ]);
  }));

it('has no share of no orders', () =>
  withEvents([], async (people) => {
    expect(await people.ask('coverage', RANGE)).toMatchObject({ orders: 0, joinedShare: null, unjoined: [] });
  }));
