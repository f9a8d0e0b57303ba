import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../src/domain/events/event.ts';
import { foldSession } from '../../../src/domain/sessions/foldSession.ts';
import { SESSION_MAX_AGE_MS } from '../../../src/domain/sessions/session.ts';
import { BOT, eventOf, MINUTE, SITE, START, serverEventOf, startOf } from './foldFixtures.ts';

const fold = (...events: readonly StoredEvent[]) => {
  const session = foldSession({ events, site: SITE });
  if (!session) throw new Error('no session');
  return session;
};
const view = (path: string, occurredAt = START, parts: Parameters<typeof eventOf>[1] = {}) =>
  eventOf('page_view', { path, occurredAt, ...parts });
const order = (orderId: string, amountMinor: number, parts: Parameters<typeof eventOf>[1] = {}) =>
  serverEventOf('order_completed', { properties: { orderId, amountMinor, currency: 'EUR' }, ...parts });

describe('a session folded from its events', () => {
  it('is none where there are no events', () => {
    expect(foldSession({ events: [], site: SITE })).toBeUndefined();
  });

  it('counts page views, product views, cart adds and interactions', () => {
    const session = fold(
      startOf(),
      view('/'),
      view('/p/1'),
      eventOf('product_view', { properties: { productId: '1', priceMinor: 100 } }),
      eventOf('add_to_cart', { properties: { productId: '1', quantity: 1 } }),
      eventOf('add_to_cart', { properties: { productId: '2', quantity: 1 } }),
      eventOf('page_leave'),
      serverEventOf('session_touched'),
      eventOf('newsletter'),
    );
    expect(session).toMatchObject({
      pageViews: 2,
      productViews: 1,
      cartAdds: 2,
      interactions: 3,
      checkoutStarted: false,
      eventsSeen: 9,
    });
  });

  it('takes device, country, address, bot verdict, secret and newness from what began it', () => {
    expect(fold(startOf({ bot: BOT }), view('/'))).toMatchObject({
      device: { type: 'mobile', browser: 'Firefox', os: 'Android' },
      country: 'DE',
      address: '192.0.2.0',
      secret: 'k1',
      newBrowser: true,
      bot: BOT,
    });
  });

  it('is a session without its beginning too, whose message may come later', () => {
    expect(fold(view('/'))).toMatchObject({ device: { type: 'unknown' }, newBrowser: false, pageViews: 1 });
  });

  it('has no field without a value', () => {
    expect(Object.values(fold(eventOf('newsletter')))).not.toContain(undefined);
    expect(Object.values(fold(startOf(), view('/'), order('o1', 1)))).not.toContain(undefined);
    expect(
      Object.values(fold(serverEventOf('customer_login', { customerId: 'c1', secret: '1.a' }))),
    ).not.toContain(undefined);
  });

  it('knows of a checkout by one event of it', () => {
    expect(fold(view('/'), eventOf('checkout_started')).checkoutStarted).toBe(true);
  });

  it('begins as told, whoever told of it in between without a word on the visitor', () => {
    const silent = serverEventOf('session_started', { sessionStartedAt: START - 1, id: 'start:s1:a' });
    expect(fold(silent, startOf({ country: 'FR' })).country).toBe('FR');
  });

  it('is of nobody but whom a login names', () => {
    const nameless = serverEventOf('customer_login', { receivedAt: START + 9 });
    expect(fold(serverEventOf('customer_login', { customerId: 'c1' }), nameless).customerId).toBe('c1');
  });

  it('exits from its last page that has a path, of the visit itself', () => {
    const late = { receivedAt: START + 5 * MINUTE };
    expect(fold(startOf(), view('/a'), eventOf('page_view', { occurredAt: START + MINUTE })).exitPage).toBe(
      '/a',
    );
    const hoursLater = view('/late', START + 300 * MINUTE, late);
    expect(fold(startOf(), view('/a'), hoursLater).exitPage).toBe('/a');
    expect(fold(startOf(), hoursLater).exitPage).toBe('/late');
  });

  it('begins as the earliest of parallel first requests told', () => {
    const late = startOf({ country: 'FR' }, { sessionStartedAt: START + 3, id: 'start:s1:3' });
    const early = startOf({ country: 'DE' }, { sessionStartedAt: START, id: 'start:s1:0' });
    expect(fold(late, early)).toMatchObject({ startedAt: START, country: 'DE' });
  });

  it('raises its epoch to that of the latest relabelling, whose visitor it takes', () => {
    const session = fold(
      view('/', START, { visitor: 'v2', epoch: 3 }),
      view('/', START + MINUTE, { visitor: 'v1' }),
    );
    expect(session).toMatchObject({ epoch: 3, visitor: 'v2' });
  });
});

describe('the times of a session', () => {
  it('are those of its first and last event', () => {
    expect(fold(startOf(), view('/', START + 1_000), view('/a', START + 5 * MINUTE))).toMatchObject({
      startedAt: START,
      firstSeenAt: START,
      lastSeenAt: START + 5 * MINUTE,
      durationMs: 5 * MINUTE,
    });
  });

  it('go on over any number of visits less than 30 minutes apart', () => {
    const views = [0, 29, 58, 87].map((minutes) => view('/', START + minutes * MINUTE));
    expect(fold(...views).durationMs).toBe(87 * MINUTE);
  });

  it('go on over a pause of 30 minutes and some seconds that the server took for no end', () => {
    // A touch goes to the record once a minute only: the last activity may be 60 s later than the last stored event.
    const session = fold(
      view('/', START),
      view('/a', START + 30.5 * MINUTE),
      view('/b', START + 32 * MINUTE),
    );
    expect(session.lastSeenAt).toBe(START + 32 * MINUTE);
  });

  it('move to an earlier event of up to 30 minutes before, and from there on', () => {
    const late = { receivedAt: START };
    expect(fold(view('/', START - 25 * MINUTE, late), view('/', START - 50 * MINUTE, late)).firstSeenAt).toBe(
      START - 50 * MINUTE,
    );
  });

  it('stay where a late event lies more than 30 minutes before, but the event counts', () => {
    const session = fold(startOf(), view('/', START - 31 * MINUTE, { receivedAt: START + MINUTE }));
    expect(session).toMatchObject({ firstSeenAt: START, lastSeenAt: START, pageViews: 1 });
  });

  it('stay where the shop tells of a refund days later', () => {
    const refund = serverEventOf('order_refunded', {
      occurredAt: START + 3 * SESSION_MAX_AGE_MS,
      properties: { orderId: 'o1', refundId: 'r1', amountMinor: 5 },
    });
    expect(fold(view('/'), order('o1', 10), refund)).toMatchObject({
      lastSeenAt: START,
      orders: [{ refundedMinor: 5 }],
    });
  });
});

describe('where a visit came from and went', () => {
  it('is told by its first page view, whichever came first', () => {
    const session = fold(
      view('/b', START + MINUTE),
      view('/a', START, {
        url: 'https://shop.example/a?utm_source=news&utm_medium=email&gclid=g1',
        referrer: 'https://blog.example/post',
      }),
      startOf(),
    );
    expect(session).toMatchObject({
      landingPage: '/a',
      exitPage: '/b',
      utm: { source: 'news', medium: 'email' },
      clickIds: { gclid: 'g1' },
      referrerHost: 'blog.example',
      trafficSource: 'news',
      channel: 'Email',
    });
  });

  it('is told by what began it where no page view tells', () => {
    const context = { referrer: 'https://www.google.com/', utm: { source: 'x' } };
    expect(fold(startOf(context))).toMatchObject({
      landingPage: '/landing',
      referrerHost: 'www.google.com',
      utm: { source: 'x' },
    });
    expect(fold(startOf(context), view('/a'))).toMatchObject({
      landingPage: '/a',
      referrerHost: 'www.google.com',
      utm: { source: 'x' },
    });
  });

  it.each(['https://shop.example/cart', 'https://pay.example/done'])(
    'is direct where the referrer is %s',
    (referrer) => {
      const session = fold(view('/thanks', START, { referrer }));
      expect(session.channel).toBe('Direct');
      expect(session.referrer).toBeUndefined();
      expect(session.referrerHost).toBeUndefined();
    },
  );

  it('is not told by a page view of hours before, which belongs to another visit', () => {
    const session = fold(view('/old', START - 120 * MINUTE, { receivedAt: START }), view('/new'));
    expect(session).toMatchObject({ landingPage: '/new', exitPage: '/new', pageViews: 2 });
  });
});

describe('a bounce', () => {
  const leave = (engagedMs: number) => eventOf('page_leave', { engagedMs });

  it('is a session with one page view or none, and less than 10 s engaged', () => {
    expect(fold(startOf()).bounce).toBe(true);
    expect(fold(startOf(), view('/'), serverEventOf('session_touched')).bounce).toBe(true);
    expect(fold(view('/'), leave(9_999)).bounce).toBe(true);
  });

  it('is not one with two page views, another interaction, or 10 s engaged', () => {
    expect(fold(view('/'), view('/')).bounce).toBe(false);
    expect(fold(view('/'), eventOf('newsletter')).bounce).toBe(false);
    expect(fold(view('/'), leave(4_000), leave(6_000)).bounce).toBe(false);
  });

  it('is one whatever the back office does later', () => {
    expect(fold(view('/'), serverEventOf('order_refunded')).bounce).toBe(true);
  });
});

describe('engaged time', () => {
  it('is summed over page leaves, and never longer than a session', () => {
    const leave = eventOf('page_leave', { engagedMs: 3_000 });
    expect(fold(leave, eventOf('page_leave', { engagedMs: 4_000 })).engagedMs).toBe(7_000);
    const much = [1, 2].map(() => eventOf('page_leave', { engagedMs: SESSION_MAX_AGE_MS }));
    expect(fold(...much).engagedMs).toBe(SESSION_MAX_AGE_MS);
  });

  it('is believed of page leaves only', () => {
    expect(fold(view('/', START, { engagedMs: 3_000 })).engagedMs).toBe(0);
  });
});

describe('customer, orders and conversion', () => {
  const login = (customerId: string, occurredAt = START) =>
    serverEventOf('customer_login', { customerId, occurredAt });

  it('make the session a customer from a login on, and a logout does not undo it', () => {
    expect(fold(view('/'))).toMatchObject({ type: 'ANONYMOUS' });
    expect(fold(view('/')).customerId).toBeUndefined();
    const logout = serverEventOf('customer_logout', { customerId: 'c1', occurredAt: START + MINUTE });
    expect(fold(login('c1'), logout)).toMatchObject({ type: 'CUSTOMER', customerId: 'c1' });
  });

  it('make it a customer from the start where the first request carried a token', () => {
    expect(fold(startOf({}, { customerId: 'c9' }))).toMatchObject({ type: 'CUSTOMER', customerId: 'c9' });
  });

  it('move the session to the visitor of the latest event', () => {
    const session = fold(
      view('/', START, { visitor: 'v1' }),
      serverEventOf('customer_login', { customerId: 'c1', visitor: 'v2', occurredAt: START + MINUTE }),
    );
    expect(session.visitor).toBe('v2');
  });

  it('are no deed where a token alone tells the customer', () => {
    const recognised = serverEventOf('customer_login', { customerId: 'c1', properties: { by: 'token' } });
    expect(fold(view('/'), recognised)).toMatchObject({ type: 'CUSTOMER', interactions: 0, bounce: true });
    expect(fold(view('/'), login('c1'))).toMatchObject({ interactions: 1, bounce: false });
  });

  it('leave it with the visitor of the login, whatever was under way meanwhile', () => {
    const session = fold(
      startOf(),
      serverEventOf('customer_login', { customerId: 'c1', visitor: 'v2', occurredAt: START + MINUTE }),
      view('/late', START + MINUTE + 1, { visitor: 'v1' }),
    );
    expect(session).toMatchObject({ visitor: 'v2', pageViews: 1 });
  });

  it('keep the secret that a login told, past one that told none, and of one generation the last', () => {
    const login = (secret: string | undefined, receivedAt: number) =>
      serverEventOf('customer_login', { customerId: 'c1', receivedAt, ...(secret && { secret }) });
    expect(fold(startOf(), login('1.a', START), login(undefined, START + 9)).secret).toBe('1.a');
    expect(fold(startOf(), login('1.a', START), login('1.b', START + 9)).secret).toBe('1.b');
    expect(fold(startOf(), login('1.b', START + 9), login('1.a', START)).secret).toBe('1.b');
    expect(fold(startOf(), login('2.a', START), login('1.b', START + 9)).secret).toBe('2.a');
  });

  it('keep the cookie’s secret as the last of the logins left it, in whatever order they come', () => {
    const first = { customerId: 'c1', secret: '1.b', formerSecret: 'a', occurredAt: START + MINUTE };
    const second = { customerId: 'c1', secret: '2.c', formerSecret: '1.b', occurredAt: START + 2 * MINUTE };
    const logins = [serverEventOf('customer_login', first), serverEventOf('customer_login', second)];
    for (const told of [logins, logins.toReversed()]) {
      expect(fold(startOf({ secret: 'a' }), ...told)).toMatchObject({
        secret: '2.c',
        formerSecret: '1.b',
        secretChangedAt: START + 2 * MINUTE,
      });
    }
    expect(fold(startOf({ secret: 'a' }), ...logins).closed).toBeUndefined();
    const logout = { secret: '3.d', formerSecret: '2.c', occurredAt: START + 3 * MINUTE };
    expect(fold(startOf({ secret: 'a' }), serverEventOf('customer_logout', logout), ...logins)).toMatchObject(
      {
        secret: '3.d',
        formerSecret: '2.c',
        closed: true,
      },
    );
    expect(fold(startOf({ secret: 'a' }), eventOf('page_view', { secret: '9.z' })).secret).toBe('a');
  });

  it('keep all orders, in the order of their placing, and name the latest', () => {
    const session = fold(order('o2', 200, { occurredAt: START + MINUTE }), order('o1', 100));
    expect(session).toMatchObject({ converted: true, orderId: 'o2' });
    expect(session.orders).toEqual([
      { orderId: 'o1', amountMinor: 100, currency: 'EUR', placedAt: START, refundedMinor: 0 },
      { orderId: 'o2', amountMinor: 200, currency: 'EUR', placedAt: START + MINUTE, refundedMinor: 0 },
    ]);
  });

  it('count an order and a refund once, however often they are told', () => {
    const refund = (refundId: string, amountMinor: number) =>
      serverEventOf('order_refunded', { properties: { orderId: 'o1', refundId, amountMinor } });
    const session = fold(order('o1', 100), order('o1', 100), refund('r1', 30), refund('r1', 30));
    expect(session.orders).toMatchObject([{ orderId: 'o1', refundedMinor: 30 }]);
    expect(fold(order('o1', 100), refund('r1', 70), refund('r2', 70)).orders).toMatchObject([
      { refundedMinor: 100 },
    ]);
  });

  it.each(['order_completed', 'customer_login', 'session_started', 'order_refunded'])(
    "are never believed of a browser's %s",
    (type) => {
      const forged = eventOf(type, {
        customerId: 'c1',
        properties: { orderId: 'o1', amountMinor: 100, currency: 'EUR', refundId: 'r1' },
        context: { ...startOf().context, country: 'XX' } as never,
      });
      const honest = [startOf(), view('/'), serverEventOf('order_completed')];
      expect(fold(...honest, forged)).toEqual({ ...fold(...honest), eventsSeen: 4 });
    },
  );

  it.each([
    {},
    { orderId: '', amountMinor: 1, currency: 'EUR' },
    { orderId: 'o1', amountMinor: -1, currency: 'EUR' },
    { orderId: 'o1', amountMinor: 1.5, currency: 'EUR' },
    { orderId: 'o1', amountMinor: '1', currency: 'EUR' },
    { orderId: 'o1', amountMinor: 1 },
  ])('ignore an order that says %j', (properties) => {
    expect(fold(serverEventOf('order_completed', { properties })).converted).toBe(false);
  });
});

describe('the cart', () => {
  it('is worth what the latest event in event time says', () => {
    const cart = (type: string, cartValueMinor: unknown, occurredAt: number) =>
      eventOf(type, { properties: { cartValueMinor } as never, occurredAt });
    const session = fold(
      cart('remove_from_cart', 500, START + 2 * MINUTE),
      cart('add_to_cart', 900, START + MINUTE),
      cart('add_to_cart', 'much', START + 3 * MINUTE),
      cart('newsletter', 1, START + 4 * MINUTE),
    );
    expect(session.cartValueMinor).toBe(500);
    expect(fold(cart('checkout_started', 0, START)).cartValueMinor).toBe(0);
    expect(fold(view('/')).cartValueMinor).toBeUndefined();
  });
});
