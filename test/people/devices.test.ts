import { expect, it } from 'vitest';
import { mongoAggregationRecord } from '../../src/adapters/mongodb/mongoAggregationRecord.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import type { DeviceType } from '../../src/domain/metadata/device.ts';
import { BOT, MINUTE, START } from '../domain/sessions/foldFixtures.ts';
import { addToCart, type EventPlace, login, order, visit } from './storedEvents.ts';
import { HOUR, withEvents } from './withEvents.ts';

const DAY = 24 * HOUR;
/** The local day on which the example sessions start, and so many days later. */
const dayAfter = (days: number): string => new Date(START + days * DAY).toISOString().slice(0, 10);

type Events = Parameters<typeof withEvents>[0];

/** What is told of devices on some days. @param nowMs when it is asked; as soon as nothing is open any more */
const told = async (events: Events, { days = [0, 0], nowMs = START + 20 * DAY } = {}) => {
  let answer: { [part: string]: unknown } = {};
  await withEvents(
    events,
    async (people) => {
      answer = await people.ask('devices', [
        ['site', 'shop'],
        ['from', dayAfter(days[0] ?? 0)],
        ['to', dayAfter(days[1] ?? 0)],
      ]);
    },
    nowMs,
  );
  return answer;
};

const visitOn = (device: DeviceType, place: EventPlace): Events => visit(place, { device: { type: device } });
const bought = (place: EventPlace, orderId = `order of ${place.session}`, afterMs = 3_000) =>
  order(place, { orderId, amountMinor: 1_000 }, afterMs);

/** Anna's telephone before she logs in on it, and after; her laptop and her tablet, where she logs in at once. */
const PHONE: EventPlace = { session: 'phone-1', visitor: 'phone' };
const PHONE_KNOWN: EventPlace = { ...PHONE, visitor: 'anna' };
const LAPTOP: EventPlace = { session: 'laptop-1', visitor: 'anna', browser: 'laptop', startedAfterMs: HOUR };
const TABLET: EventPlace = {
  session: 'tablet-1',
  visitor: 'anna',
  browser: 'tablet',
  startedAfterMs: 2 * HOUR,
};
const BEN: EventPlace = { session: 'ben-1', visitor: 'ben', startedAfterMs: HOUR };

it('takes a customer on desktop, phone and tablet for one visitor, whose order on another device than the first is told', async () => {
  const events = [
    ...visitOn('mobile', PHONE),
    login(PHONE_KNOWN, 'c1', 'phone'),
    ...visitOn('desktop', LAPTOP),
    login(LAPTOP, 'c1'),
    ...visitOn('tablet', TABLET),
    login(TABLET, 'c1'),
    bought(TABLET),
    ...visitOn('mobile', BEN),
    bought(BEN),
    ...visit({ session: 'bot-1', visitor: 'bot' }, { bot: BOT }),
    ...visit({ session: 'other-1', visitor: 'anna', site: 'other' }),
  ];
  expect(await told(events)).toEqual({
    range: { from: '2026-03-05', to: '2026-03-05', days: 1 },
    devices: [
      { device: 'mobile', sessions: 2, visitors: 2, convertedSessions: 1, conversionRate: 0.5 },
      { device: 'desktop', sessions: 1, visitors: 1, convertedSessions: 0, conversionRate: 0 },
      { device: 'tablet', sessions: 1, visitors: 1, convertedSessions: 1, conversionRate: 1 },
    ],
    visitors: {
      total: 2,
      onOneDevice: 1,
      onSeveralDevices: 1,
      combinations: [{ devices: ['desktop', 'mobile', 'tablet'], visitors: 1 }],
    },
    crossDevice: {
      conversions: 2,
      firstSeenElsewhere: 1,
      share: 0.5,
      medianTimeToConversionMs: 2 * HOUR + 3_000,
      paths: [{ from: 'mobile', to: 'tablet', conversions: 1, medianMs: 2 * HOUR + 3_000 }],
    },
    continuity: {
      cartsBegun: 0,
      paidInSession: 0,
      paidLaterSameDevice: 0,
      paidOnOtherDevice: 0,
      stillOpen: 0,
      abandoned: 0,
      recovered: 0,
      recoveredOnOtherDevice: 0,
      medianTimeToPaymentMs: null,
      paths: [],
    },
  });
});

it('knows where somebody was first seen, long before the range and under an id from before the login', async () => {
  const later = { ...LAPTOP, startedAfterMs: 30 * DAY };
  const events = [
    ...visitOn('mobile', PHONE),
    ...visitOn('tablet', { ...TABLET, startedAfterMs: 5 * DAY }),
    ...visitOn('desktop', later),
    login(later, 'c1', 'phone'),
    bought(later),
  ];
  const answer = await told(events, { days: [30, 30], nowMs: START + 40 * DAY });
  expect(answer.crossDevice).toMatchObject({
    firstSeenElsewhere: 1,
    paths: [{ from: 'mobile', to: 'desktop', conversions: 1, medianMs: 30 * DAY + 3_000 }],
  });
  expect(answer.visitors).toMatchObject({ total: 1, onSeveralDevices: 0 });
});

it('follows a cart from the phone, where it was begun, to the laptop, where it was paid the next day', async () => {
  const laptop = { ...LAPTOP, startedAfterMs: DAY };
  const events = [
    ...visitOn('mobile', PHONE),
    addToCart(PHONE, 1_000),
    login(PHONE_KNOWN, 'c1', 'phone'),
    ...visitOn('desktop', laptop),
    login(laptop, 'c1'),
    addToCart(laptop, 2_000),
    bought(laptop),
  ];
  const continuity = {
    cartsBegun: 1,
    paidOnOtherDevice: 1,
    recovered: 1,
    recoveredOnOtherDevice: 1,
    abandoned: 0,
    medianTimeToPaymentMs: DAY + 3_000,
    paths: [{ from: 'mobile', to: 'desktop', carts: 1, medianMs: DAY + 3_000 }],
  };
  expect((await told(events)).continuity).toMatchObject(continuity);
  expect((await told(events, { days: [0, 1] })).continuity).toMatchObject(continuity);
  // It was begun the day before, and is no cart of this one.
  expect((await told(events, { days: [1, 1] })).continuity).toMatchObject({ cartsBegun: 0 });
});

it('tells of a cart that it is open, then abandoned, then recovered, also where it is paid after the range', async () => {
  const back = { ...PHONE, session: 'phone-2', startedAfterMs: 3 * DAY };
  const left = [...visitOn('mobile', PHONE), addToCart(PHONE, 1_000)];
  expect((await told(left, { nowMs: START + 3 * HOUR })).continuity).toMatchObject({ stillOpen: 1 });
  expect((await told(left, { nowMs: START + 2 * DAY })).continuity).toMatchObject({
    stillOpen: 0,
    abandoned: 1,
  });
  const paid = [...left, ...visitOn('mobile', back), bought(back)];
  expect((await told(paid)).continuity).toMatchObject({
    cartsBegun: 1,
    abandoned: 0,
    paidLaterSameDevice: 1,
    recovered: 1,
    recoveredOnOtherDevice: 0,
  });
});

it('keeps two customers on one browser two, and lets neither pay what the other left', async () => {
  const browser = 'kiosk';
  const anna = { session: 's1', visitor: 'anna', browser };
  const ben = { session: 's2', visitor: 'ben', browser, startedAfterMs: 40 * MINUTE };
  const events = [
    ...visitOn('desktop', anna),
    login(anna, 'c1'),
    addToCart(anna, 1_000),
    ...visitOn('desktop', ben),
    login(ben, 'c2'),
    bought(ben),
  ];
  expect(await told(events)).toMatchObject({
    devices: [{ device: 'desktop', sessions: 2, visitors: 2, convertedSessions: 1 }],
    visitors: { total: 2, onOneDevice: 2, onSeveralDevices: 0, combinations: [] },
    crossDevice: { conversions: 1, firstSeenElsewhere: 0, share: 0 },
    continuity: { cartsBegun: 1, abandoned: 1, paidLaterSameDevice: 0, paidOnOtherDevice: 0 },
  });
});

it('leaves out a session that was a visitor’s until it was found to be a bot’s', () =>
  withEvents(visit({ session: 'bot-1', visitor: 'bot' }, { bot: BOT }), async (people, db) => {
    const numbered = { visitor: 'bot' as VisitorId, number: 0, first: true };
    await mongoAggregationRecord({ db }).noteNumbers('shop' as SiteId, [
      { id: 'bot-1' as SessionId, browser: 'bot' as BrowserId, numbered },
    ]);
    const answer = await people.ask('devices', [
      ['site', 'shop'],
      ['from', dayAfter(0)],
      ['to', dayAfter(0)],
    ]);
    expect(answer).toMatchObject({ devices: [], visitors: { total: 0 } });
  }));

it('takes a browser that once calls itself a desktop, and two telephones, for one device', async () => {
  const events = [
    ...visitOn('mobile', PHONE),
    ...visitOn('desktop', { ...PHONE, session: 'phone-2', startedAfterMs: HOUR }),
    ...visitOn('mobile', BEN),
    ...visitOn('mobile', { ...BEN, session: 'ben-2', browser: 'second', startedAfterMs: 2 * HOUR }),
  ];
  expect((await told(events)).visitors).toEqual({
    total: 2,
    onOneDevice: 2,
    onSeveralDevices: 0,
    combinations: [],
  });
});
