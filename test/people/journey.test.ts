import { expect, it } from 'vitest';
import { eventOf } from '../domain/sessions/foldFixtures.ts';
import type { peopleOnDb } from './peopleOnDb.ts';
import { addToCart, type EventPlace, login, order, placed, refund, visit } from './storedEvents.ts';
import { HOUR, withEvents } from './withEvents.ts';

type People = ReturnType<typeof peopleOnDb>;

const journeyOf = (people: People, id: string, site = 'shop') =>
  people.ask(`journeys/${encodeURIComponent(id)}`, [['site', site]]);
const statusOf = async (people: People, id: string, site = 'shop') =>
  (await people.request(`journeys/${encodeURIComponent(id)}`, `site=${site}`)).statusCode;
const sessionsIn = ({ sessions }: { sessions: { id: string }[] }) => sessions.map(({ id }) => id);

/** Anna's telephone, before anybody knew that it is hers; then her laptop, where she is known; then the telephone again. */
const PHONE: EventPlace = { session: 's1', visitor: 'phone' };
const LAPTOP: EventPlace = { session: 's2', visitor: 'anna', browser: 'laptop', startedAfterMs: HOUR };
const PHONE_AGAIN: EventPlace = {
  session: 's3',
  visitor: 'anna',
  browser: 'phone',
  startedAfterMs: 2 * HOUR,
};
const STRANGER: EventPlace = { session: 's4', visitor: 'stranger', startedAfterMs: HOUR };
const ANNA = [
  ...visit(PHONE),
  ...visit(LAPTOP, { device: { type: 'desktop', browser: 'Firefox', os: 'Linux' } }),
  login(LAPTOP, 'c:anna/1'),
  order(LAPTOP, { orderId: 'o1', amountMinor: 5_000 }),
  ...visit(PHONE_AGAIN),
  login(PHONE_AGAIN, 'c:anna/1', 'phone'),
  refund(PHONE_AGAIN, { orderId: 'o1', refundId: 'r1', amountMinor: 1_500 }),
  ...visit(STRANGER),
];

it('tells what a visitor did on all devices, in order, also before the login and by whatever id', () =>
  withEvents(ANNA, async (people) => {
    const journey = await journeyOf(people, 'anna');
    expect(journey).toMatchObject({
      visitor: 'anna',
      customer: 'c:anna/1',
      aliases: ['phone'],
      firstSeenAt: '2026-03-05T10:00:00.000Z',
      devices: ['mobile', 'desktop'],
      crossDevice: true,
      ordersCount: 1,
      revenue: 3_500,
      truncated: false,
    });
    expect(sessionsIn(journey)).toEqual(['s1', 's2', 's3']);
    expect(journey.sessions[1]).toEqual({
      id: 's2',
      startedAt: '2026-03-05T11:00:00.000Z',
      lastSeenAt: '2026-03-05T11:00:03.000Z',
      durationMs: 3_000,
      device: 'desktop',
      browser: 'Firefox',
      os: 'Linux',
      deviceChanged: true,
      sincePreviousMs: HOUR - 1_000,
      country: 'DE',
      channel: 'Direct',
      source: '(direct)',
      landingPage: '/',
      exitPage: '/',
      pageViews: 1,
      cartValueMinor: null,
      converted: true,
      orders: [{ orderId: 'o1', amountMinor: 5_000, refundedMinor: 1_500 }],
      revenue: 3_500,
      events: [
        ['11:00:00.000', 'session_started', 'server', null, null, null],
        ['11:00:01.000', 'page_view', 'browser', '/', 'Shop', null],
        ['11:00:02.000', 'customer_login', 'server', null, null, null],
        [
          '11:00:03.000',
          'order_completed',
          'server',
          null,
          null,
          { orderId: 'o1', amountMinor: 5_000, currency: 'EUR' },
        ],
      ].map(([time, type, source, path, title, properties]) => ({
        at: `2026-03-05T${time}Z`,
        type,
        source,
        path,
        title,
        properties,
      })),
    });
    expect(await journeyOf(people, 'phone')).toEqual(journey);
    expect(await journeyOf(people, 'c:anna/1')).toEqual(journey);
    expect(sessionsIn(await journeyOf(people, 'stranger'))).toEqual(['s4']);
  }));

it('tells of each session how long after the one before it was, on what, and what lay in the cart', () => {
  const overlapping = { ...LAPTOP, session: 's5', browser: 'work', startedAfterMs: HOUR + 1_000 };
  const events = [
    ...ANNA,
    addToCart(PHONE_AGAIN, 900),
    ...visit(overlapping, { device: { type: 'desktop' } }),
    order(PHONE_AGAIN, { orderId: 'o2', amountMinor: 900 }, 5_000),
    order(PHONE_AGAIN, { orderId: 'o3', amountMinor: 100 }, 6_000),
  ];
  return withEvents(events, async (people) => {
    const { sessions, ...whole } = await journeyOf(people, 'anna');
    expect(whole).toMatchObject({ ordersCount: 3, revenue: 4_500, crossDevice: true });
    const told = sessions.map((one: { [name: string]: unknown }) => [
      one.id,
      one.deviceChanged,
      one.sincePreviousMs,
      one.cartValueMinor,
    ]);
    expect(told).toEqual([
      ['s1', false, null, null],
      ['s2', true, HOUR - 1_000, null],
      ['s5', false, 0, null],
      ['s3', true, HOUR - 2_000, 900],
    ]);
    expect(sessions[3].orders).toEqual([
      { orderId: 'o2', amountMinor: 900, refundedMinor: 0 },
      { orderId: 'o3', amountMinor: 100, refundedMinor: 0 },
    ]);
    expect(await journeyOf(people, 'stranger')).toMatchObject({
      devices: ['mobile'],
      crossDevice: false,
      ordersCount: 0,
      revenue: 0,
    });
  });
});

it('tells a customer whose devices no login joined by all of them', () => {
  const [first, second] = [
    { session: 's1', visitor: 'one' },
    { session: 's2', visitor: 'two', startedAfterMs: HOUR },
  ];
  const events = [...visit(first), login(first, 'ben'), ...visit(second), login(second, 'ben')];
  return withEvents(events, async (people) => {
    const journey = await journeyOf(people, 'ben');
    expect(journey).toMatchObject({ visitor: 'two', customer: 'ben', aliases: ['one'] });
    expect(sessionsIn(journey)).toEqual(['s1', 's2']);
    expect(sessionsIn(await journeyOf(people, 'one'))).toEqual(['s1']);
  });
});

it("gives a former visitor's sessions to the earliest login's visitor only", () => {
  const [early, late] = [
    { session: 's1', visitor: 'early' },
    { session: 's2', visitor: 'late', startedAfterMs: HOUR },
  ];
  const former = { session: 's3', visitor: 'former', startedAfterMs: 2 * HOUR };
  const events = [
    ...visit(late),
    login(late, 'c2', 'former'),
    ...visit(early),
    login(early, 'c1', 'former'),
    ...visit(former),
  ];
  return withEvents(events, async (people) => {
    expect(sessionsIn(await journeyOf(people, 'early'))).toEqual(['s1', 's3']);
    expect(sessionsIn(await journeyOf(people, 'late'))).toEqual(['s2']);
    expect(await journeyOf(people, 'former')).toMatchObject({ visitor: 'early' });
  });
});

it("knows nobody of another site, nor by an id that is nobody's", () =>
  withEvents([...ANNA, ...visit({ session: 's9', visitor: 'elsewhere', site: 'other' })], async (people) => {
    for (const id of ['anna', 'phone', 'c:anna/1']) expect(await statusOf(people, id, 'other')).toBe(404);
    expect(await statusOf(people, 'elsewhere')).toBe(404);
    expect(await statusOf(people, 'elsewhere', 'other')).toBe(200);
    expect(await statusOf(people, 'nobody')).toBe(404);
  }));

it('says nothing of addresses, cookies and click ids', () => {
  const place = { session: 's1', visitor: 'anna' };
  const secrets = { address: '203.0.113.0', secret: 'cookie-secret', clickIds: { gclid: 'click-1' } };
  const events = [
    ...visit(place, { ...secrets, landingUrl: 'https://shop.example/?gclid=click-1' }),
    eventOf('page_view', {
      ...placed(place, 2_000),
      url: 'https://shop.example/a?gclid=click-1',
      path: '/a',
    }),
  ];
  return withEvents(events, async (people) => {
    const text = JSON.stringify(await journeyOf(people, 'anna'));
    expect(text).toContain('/a');
    for (const secret of ['203.0.113', 'cookie-secret', 'click-1']) expect(text).not.toContain(secret);
  });
});

it('tells the latest 200 sessions and the first 500 events of each, and that there are more', () => {
  const long = { session: 'long', visitor: 'anna', startedAfterMs: 300 * HOUR };
  const events = [
    ...Array.from({ length: 201 }, (_, index) => ({
      session: `s${index}`,
      visitor: 'anna',
      startedAfterMs: index * HOUR,
    })).flatMap((place) => visit(place)),
    ...Array.from({ length: 501 }, (_, index) =>
      eventOf('newsletter', { ...placed(long, index), id: `n${index}` }),
    ),
  ];
  return withEvents(events, async (people, db) => {
    const journey = await journeyOf(people, 'anna');
    expect(journey.sessions).toHaveLength(200);
    expect(sessionsIn(journey)[0]).toBe('s2');
    expect(journey.firstSeenAt).toBe('2026-03-05T10:00:00.000Z');
    expect(journey.sessions[0].sincePreviousMs).toBe(HOUR - 1_000);
    const last = journey.sessions.at(-1);
    expect(last.events).toHaveLength(500);
    expect(last.events[0].at).toBe(last.startedAt);
    expect(journey.truncated).toBe(true);

    await db.collection('sessions').deleteMany({ _id: { $in: ['s0', 's1', 'long'] } });
    expect(await journeyOf(people, 'anna')).toMatchObject({ truncated: false });
  });
});

it('keeps an answer within what a Lambda may give, at the cost of the oldest events', () => {
  const places = Array.from({ length: 4 }, (_, index) => ({
    session: `s${index}`,
    visitor: 'anna',
    startedAfterMs: index * HOUR,
  }));
  const text = 'x'.repeat(4_000);
  const events = places.flatMap((place) =>
    Array.from({ length: 300 }, (_, index) =>
      eventOf('survey', { ...placed(place, index), id: `${place.session}-${index}`, properties: { text } }),
    ),
  );
  return withEvents(events, async (people) => {
    const answer = await people.request('journeys/anna', 'site=shop');
    const { sessions, truncated } = JSON.parse(answer.body ?? '');
    expect(answer.body?.length).toBeLessThan(5_000_000);
    expect(truncated).toBe(true);
    const told = sessions.map((session: { events: object[] }) => session.events.length);
    expect(told[3]).toBe(300);
    expect(told[0]).toBeLessThan(300);
  });
});

it('can be had as a table, a line an event', () =>
  withEvents(ANNA, async (people) => {
    const answer = await people.request('journeys/stranger', 'site=shop&format=csv');
    expect(answer.headers?.['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.body).toBe(
      [
        'session,device,channel,at,type,source,path,title,properties',
        's4,mobile,Direct,2026-03-05T11:00:00.000Z,session_started,server,,,',
        's4,mobile,Direct,2026-03-05T11:00:01.000Z,page_view,browser,/,Shop,',
        '',
      ].join('\r\n'),
    );
  }));
