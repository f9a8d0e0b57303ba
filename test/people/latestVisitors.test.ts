import { expect, it } from 'vitest';
import { BOT } from '../domain/sessions/foldFixtures.ts';
import { login, order, visit } from './storedEvents.ts';
import { HOUR, withEvents } from './withEvents.ts';

const PHONE = { session: 's1', visitor: 'phone' };
const LAPTOP = { session: 's2', visitor: 'anna', startedAfterMs: HOUR };
const SHOP = [
  ...visit(PHONE),
  ...visit(LAPTOP, { device: { type: 'desktop' } }),
  login(LAPTOP, 'c1', 'phone'),
  order(PHONE, { orderId: 'o1', amountMinor: 100 }),
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
