import { expect, it } from 'vitest';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { VisitorId } from '../../src/domain/ids.ts';
import { withDb } from '../adapters/embedded/openDb.ts';
import { BOT, MINUTE, START, serverEventOf } from '../domain/sessions/foldFixtures.ts';
import { testSites } from '../support/testShop.ts';
import { peopleOnDb } from './peopleOnDb.ts';
import { placed, storeEvents, visit } from './storedEvents.ts';

const HOUR = 60 * MINUTE;

const withEvents = (
  events: readonly StoredEvent[],
  body: (people: ReturnType<typeof peopleOnDb>) => Promise<void>,
) =>
  withDb(async (db) => {
    await storeEvents(db, testSites, events);
    await body(peopleOnDb({ db, sites: testSites, now: () => START + HOUR }));
  });

const PHONE = { session: 's1', visitor: 'phone' };
const LAPTOP = { session: 's2', visitor: 'anna', startedAfterMs: HOUR };
const SHOP = [
  ...visit(PHONE),
  ...visit(LAPTOP, { device: { type: 'desktop' } }),
  serverEventOf('customer_login', {
    ...placed(LAPTOP, 2_000),
    customerId: 'c1',
    formerVisitor: 'phone' as VisitorId,
  }),
  serverEventOf('order_completed', {
    ...placed(PHONE, 3_000),
    properties: { orderId: 'o1', amountMinor: 100, currency: 'EUR' },
  }),
  ...visit({ session: 's3', visitor: 'crawler', startedAfterMs: 3 * HOUR }, { bot: BOT }),
  ...visit({ session: 's4', visitor: 'ben', startedAfterMs: 2 * HOUR }),
  ...visit({ session: 's5', visitor: 'elsewhere', site: 'other', startedAfterMs: 2 * HOUR }),
];

it('lists people, the latest first, each once with all sessions that count for them', () =>
  withEvents(SHOP, async (people) => {
    expect(await people.ask('visitors', [['site', 'shop']])).toEqual({
      visitors: [
        {
          visitor: 'ben',
          customer: null,
          lastSeenAt: '2026-03-05T12:00:01.000Z',
          sessions: 1,
          device: 'mobile',
          country: 'DE',
          converted: false,
        },
        {
          visitor: 'anna',
          customer: 'c1',
          lastSeenAt: '2026-03-05T11:00:02.000Z',
          sessions: 2,
          device: 'desktop',
          country: 'DE',
          converted: true,
        },
      ],
    });
  }));

it('lists no more than are wanted', () =>
  withEvents(SHOP, async (people) => {
    const { visitors } = await people.ask('visitors', [
      ['site', 'shop'],
      ['limit', '1'],
    ]);
    expect(visitors.map(({ visitor }: { visitor: string }) => visitor)).toEqual(['ben']);
    expect(await people.ask('visitors', [['site', 'other']])).toMatchObject({
      visitors: [{ visitor: 'elsewhere' }],
    });
  }));

it('is empty where nobody has been yet', () =>
  withEvents([], async (people) => {
    expect(await people.ask('visitors', [['site', 'shop']])).toEqual({ visitors: [] });
  }));
