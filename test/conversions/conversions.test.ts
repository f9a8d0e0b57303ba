import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/conversions/createHandler.ts';
import { conversionEnvironment } from '../../functions/conversions/environment.ts';
import { mongoCustomerSessions } from '../../src/adapters/mongodb/mongoCustomerSessions.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { sessionCookieExpiry, signSessionCookie } from '../../src/domain/cookies/cookiePayloads.ts';
import type { SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import { conversionSignature } from '../../src/orders/conversions/conversionSignature.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { startOf } from '../domain/sessions/foldFixtures.ts';
import { ANNA, BEN, SESSION, SITE } from '../orders/orderFixtures.ts';
import { orderShop } from '../orders/orderShop.ts';
import { eventV1, eventV2 } from '../support/apiGatewayEvents.ts';
import { NOON, testKeys, testSites } from '../support/testShop.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const [OLD_KEY, NEW_KEY] = ['o'.repeat(32), 'n'.repeat(32)];
const conversionKeys = parseKeyRing(`${NEW_KEY},${OLD_KEY}`);
const ORDER = { site: 'shop', orderId: 'x1', amountMinor: 5_000, currency: 'EUR' };

const cookieOf = ({ at = NOON, site = SITE.id as SiteId, keys = testKeys } = {}): string =>
  signSessionCookie(
    keys,
    {
      site,
      session: SESSION.id,
      visitor: SESSION.visitor,
      browser: SESSION.browser,
      secret: 'k',
      startedAt: SESSION.startedAt,
    },
    sessionCookieExpiry(at),
  );

const start = () => {
  const db = inMemoryDb(() => NOON);
  const shop = orderShop(db);
  const handler = createHandler({
    sites: testSites,
    keys: testKeys,
    conversionKeys,
    record: shop.record,
    customerSessions: mongoCustomerSessions({ db }),
    orders: shop.orders(),
    log: shop.log,
    now: () => shop.clock.nowMs,
    count: (what) => void shop.counts.set(what, (shop.counts.get(what) ?? 0) + 1),
  });
  const request = (body: string, headers: { [name: string]: string }, event = eventV2) =>
    event({
      method: 'POST',
      path: '/api/conversions',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    }) as HttpEvent;
  const answered = async (event: HttpEvent) => {
    const answer: HttpAnswer = await handler(event);
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? '') };
  };
  /** Sends as the shop's server does. */
  const send = (told: object, { event = eventV2, key = conversionKeys, atMs = shop.clock.nowMs } = {}) => {
    const body = JSON.stringify(told);
    const timestamp = String(Math.floor(atMs / 1_000));
    const signature = conversionSignature(key, timestamp, body);
    return answered(
      request(body, { 'x-footfall-timestamp': timestamp, 'x-footfall-signature': signature }, event),
    );
  };
  return { ...shop, db, handler, request, answered, send };
};

const sessionRecord = (more: Partial<SessionRecord> = {}): SessionRecord => {
  const { id: session, browser, visitor, startedAt } = SESSION;
  const at = { session, browser, visitor, site: SITE.id, sessionStartedAt: startedAt, occurredAt: startedAt };
  const fold = foldSession({ events: [startOf({}, at)], site: SITE });
  if (fold === undefined) throw new Error('no session');
  return { ...fold, ...more };
};

let shop: ReturnType<typeof start>;
beforeEach(() => {
  shop = start();
});

describe('an order that a shop’s own back end tells of', () => {
  it('is joined by the session’s cookie, with all the effects of an order', async () => {
    const items = [{ productId: 'boots', quantity: 2, priceMinor: 2_500 }];
    const told = { ...ORDER, session: cookieOf(), customerId: 'anna', items, placedAt: NOON - MINUTE };
    expect(await shop.send(told)).toEqual({ status: 200, body: { ok: true, joined: true, by: 'cookie' } });
    expect(shop.changes).toMatchObject([{ sessionId: 's1', patch: { converted: true, orderId: 'x1' } }]);
    expect(shop.messages).toMatchObject([
      {
        session: { ...SESSION, site: 'shop' },
        events: [
          {
            id: 'shop:b1:order:x1',
            type: 'order_completed',
            customerId: 'anna',
            occurredAt: NOON - MINUTE,
            properties: {
              ...{ orderId: 'x1', amountMinor: 5_000, currency: 'EUR', items },
              joinedBy: 'cookie',
            },
          },
        ],
      },
    ]);
    expect(await shop.customer(ANNA)).toMatchObject({ totalOrders: 1, totalSpent: 5_000 });
    expect(await shop.product('boots')).toMatchObject({ totalSales: 2 });
  });

  it('is joined by a cookie that expired since, where the record knows the session; and to whom it is by now', async () => {
    const cookie = cookieOf();
    await shop.record.saveSessions([sessionRecord({ visitor: 'v2' as VisitorId })]);
    shop.clock.nowMs = NOON + 3 * DAY;
    expect((await shop.send({ ...ORDER, session: cookie })).body).toEqual({
      ok: true,
      joined: true,
      by: 'cookie',
    });
    expect(shop.messages).toMatchObject([{ session: { id: 's1', visitor: 'v2' } }]);
  });

  it('is joined by its customer’s latest session of the day', async () => {
    const at = (id: string, startedAt: number, more: Partial<SessionRecord> = {}) =>
      sessionRecord({
        id: id as SessionId,
        startedAt,
        lastSeenAt: startedAt + MINUTE,
        customerId: ANNA,
        ...more,
      });
    await shop.record.saveSessions([
      at('before', NOON - 5 * 60 * MINUTE),
      at('latest', NOON - 60 * MINUTE),
      at('after', NOON + MINUTE),
      at('elsewhere', NOON, { site: 'other' as SiteId }),
    ]);
    shop.clock.nowMs = NOON + 2 * MINUTE;
    const told = { ...ORDER, customerId: 'anna', placedAt: new Date(NOON).toISOString() };
    expect((await shop.send(told)).body).toEqual({ ok: true, joined: true, by: 'customer' });
    expect(shop.messages).toMatchObject([{ session: { id: 'latest' } }]);
    expect(shop.events()).toMatchObject([{ properties: { joinedBy: 'customer' } }]);
  });

  it.each([
    ['no_identity', () => ({})],
    ['cookie_invalid', () => ({ session: 'nonsense' })],
    ['cookie_invalid', () => ({ session: cookieOf({ keys: parseKeyRing('x'.repeat(32)) }) })],
    ['cookie_other_site', () => ({ session: cookieOf({ site: 'other' as SiteId }) })],
    ['cookie_expired', () => ({ session: cookieOf({ at: NOON - 8 * DAY }) })],
    ['session_unknown', () => ({ session: cookieOf({ at: NOON - DAY }) })],
    ['customer_unknown', () => ({ customerId: 'nobody' })],
    ['cookie_invalid', () => ({ session: 'nonsense', customerId: 'nobody' })],
  ])('is joined to none, and counts all the same: %s', async (reason, more) => {
    expect((await shop.send({ ...ORDER, ...more() })).body).toEqual({ ok: true, joined: false, reason });
    expect(shop.messages).toEqual([]);
    expect(await shop.aggregation.ordersPlaced(SITE.id, NOON, NOON + 1)).toMatchObject([
      { orderId: 'x1', amountMinor: 5_000, unjoined: reason },
    ]);
  });

  it('is joined to no session of its customer that was last seen over a day before it', async () => {
    await shop.record.saveSessions([sessionRecord({ customerId: ANNA, lastSeenAt: NOON - DAY - 1 })]);
    expect((await shop.send({ ...ORDER, customerId: 'anna' })).body.reason).toBe('customer_unknown');
  });

  it('is joined by its customer where its cookie is worth nothing', async () => {
    await shop.record.saveSessions([sessionRecord({ customerId: ANNA })]);
    const told = { ...ORDER, session: 'nonsense', customerId: 'anna' };
    expect((await shop.send(told)).body).toEqual({ ok: true, joined: true, by: 'customer' });
  });

  it('is not of the session of its cookie where that is another customer’s, but of its own customer’s, or of none', async () => {
    await shop.record.saveSessions([sessionRecord({ customerId: BEN })]);
    const told = { ...ORDER, session: cookieOf(), customerId: 'anna' };
    expect((await shop.send({ ...told, orderId: 'x0' })).body).toEqual({
      ok: true,
      joined: false,
      reason: 'customer_unknown',
    });
    const own = sessionRecord({ id: 's2' as SessionId, customerId: ANNA });
    await shop.record.saveSessions([own]);
    expect((await shop.send(told)).body).toEqual({ ok: true, joined: true, by: 'customer' });
    expect(shop.messages).toMatchObject([{ session: { id: 's2' } }]);
    for (const customerId of ['ben', undefined])
      expect((await shop.send({ ...told, orderId: `of ${customerId}`, customerId })).body).toMatchObject({
        joined: true,
        by: 'cookie',
      });
  });

  it('told again counts once, and stays joined as it was', async () => {
    await shop.send({ ...ORDER, session: cookieOf() });
    expect((await shop.send(ORDER)).body).toEqual({ ok: true, joined: true, by: 'cookie' });
    expect(shop.events()).toHaveLength(1);
  });

  it('told twenty times at once is one', async () => {
    const told = { ...ORDER, session: cookieOf(), customerId: 'anna' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.send(told)));
    expect(answers).toEqual(
      answers.map(() => ({ status: 200, body: { ok: true, joined: true, by: 'cookie' } })),
    );
    expect(new Set(shop.events().map(({ id }) => id)).size).toBe(1);
    expect(await shop.customer(ANNA)).toMatchObject({ totalOrders: 1, totalSpent: 5_000 });
  });

  it.each([
    ['another amount', { amountMinor: 4_999 }, 409, 'order_differs'],
    ['another currency', { orderId: 'x2', currency: 'USD' }, 422, 'wrong_currency'],
  ])('with %s than it may have is refused', async (_, more, status, code) => {
    await shop.send(ORDER);
    expect(await shop.send({ ...ORDER, ...more })).toMatchObject({ status, body: { error: { code } } });
    expect(await shop.aggregation.ordersPlaced(SITE.id, NOON, NOON + 1)).toHaveLength(1);
  });
});

describe('a refund that a shop’s own back end tells of', () => {
  const refund = { orderId: 'x1', refundId: 'r1', amountMinor: 2_000 };
  const tell = (more: object = {}) => shop.send({ site: 'shop', refund: { ...refund, ...more } });
  beforeEach(async () => {
    await shop.send({ ...ORDER, session: cookieOf(), customerId: 'anna' });
  });

  it('lowers its order once, however often it is told', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => tell()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await shop.customer(ANNA)).toMatchObject({ totalSpent: 3_000 });
    const refunds = shop.events().filter(({ type }) => type === 'order_refunded');
    expect(new Set(refunds.map(({ id }) => id))).toEqual(new Set(['shop:b1:refund:x1:r1']));
  });

  it('is another one than that of another order, whatever colons are in their ids', async () => {
    const ids = [
      ['x:1', 'r'],
      ['x', '1:r'],
      ['x%3A1', 'r'],
    ] as const;
    for (const [orderId, refundId] of ids) {
      await shop.send({ ...ORDER, orderId, session: cookieOf() });
      expect((await tell({ orderId, refundId })).status).toBe(200);
    }
    const refunds = shop.events().filter(({ type }) => type === 'order_refunded');
    expect(new Set(refunds.map(({ id }) => id)).size).toBe(ids.length);
  });

  it.each([
    ['of no order that was told', { orderId: 'x9' }, 404, 'unknown_order'],
    ['of more than the order', { amountMinor: 5_001 }, 422, 'refund_too_large'],
    ['of another amount than before', { amountMinor: 1 }, 409, 'refund_differs'],
  ])('%s is refused', async (_, more, status, code) => {
    if (status === 409) await tell();
    expect(await tell(more)).toMatchObject({ status, body: { error: { code } } });
  });
});

describe('a request', () => {
  it('is believed under any key of the ring, in both payload formats', async () => {
    expect((await shop.send(ORDER, { key: parseKeyRing(OLD_KEY) })).status).toBe(200);
    expect((await shop.send(ORDER, { event: eventV1 as unknown as typeof eventV2 })).status).toBe(200);
  });

  it.each([
    ['of another key', { key: parseKeyRing('x'.repeat(32)) }],
    ['of over five minutes ago', { atMs: NOON - 5 * MINUTE - 1_000 }],
    ['of over five minutes ahead', { atMs: NOON + 5 * MINUTE + 1_000 }],
  ])('%s is refused, and nothing is stored', async (_, how) => {
    expect(await shop.send(ORDER, how)).toMatchObject({
      status: 401,
      body: { error: { code: 'bad_signature' } },
    });
    expect(await shop.ports.book.find(SITE.id, 'x1')).toBeUndefined();
    expect([...shop.counts.values()]).toEqual([1]);
  });

  const body = JSON.stringify(ORDER);
  const timestamp = String(NOON / 1_000);
  const signature = conversionSignature(conversionKeys, timestamp, body);
  it.each([
    ['without a signature', body, { 'x-footfall-timestamp': timestamp }],
    ['without a time', body, { 'x-footfall-signature': signature }],
    [
      'with another body',
      `${body} `,
      { 'x-footfall-timestamp': timestamp, 'x-footfall-signature': signature },
    ],
    [
      'with another time',
      body,
      { 'x-footfall-timestamp': String(NOON / 1_000 + 1), 'x-footfall-signature': signature },
    ],
    [
      'with another version',
      body,
      { 'x-footfall-timestamp': timestamp, 'x-footfall-signature': signature.replace('v1', 'v2') },
    ],
    [
      'with a signature cut short',
      body,
      { 'x-footfall-timestamp': timestamp, 'x-footfall-signature': signature.slice(0, -2) },
    ],
  ])('%s is refused', async (_, sent, headers) => {
    const answer = await shop.answered(shop.request(sent, headers as { [name: string]: string }));
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'bad_signature' } } });
  });

  it.each([
    ['orderId', { orderId: undefined }, 'missing'],
    ['orderId', { orderId: '' }, 'invalid'],
    ['amountMinor', { amountMinor: -1 }, 'invalid'],
    ['amountMinor', { amountMinor: 1.5 }, 'invalid'],
    ['amountMinor', { amountMinor: '5' }, 'invalid'],
    ['currency', { currency: 'euro' }, 'invalid'],
    ['placedAt', { placedAt: NOON - 8 * DAY }, 'invalid'],
    ['placedAt', { placedAt: NOON + 6 * MINUTE }, 'invalid'],
    ['placedAt', { placedAt: 'yesterday' }, 'invalid'],
    ['items.0.quantity', { items: [{ productId: 'a', quantity: 0, priceMinor: 1 }] }, 'invalid'],
    ['items', { items: [{ productId: 'a', quantity: 2, priceMinor: Number.MAX_SAFE_INTEGER }] }, 'invalid'],
    ['items.0.priceMinor', { items: [{ productId: 'a', quantity: 1 }] }, 'missing'],
    ['site', { site: 'none' }, 'unknown_site'],
    ['site', { site: undefined }, 'missing'],
    ['more', { more: 1 }, 'unknown_field'],
    ['refund.amountMinor', { refund: { orderId: 'x1', refundId: 'r', amountMinor: 0 } }, 'invalid'],
    ['refund', { refund: 5 }, 'invalid'],
  ])('whose %s is wrong names it: %o', async (field, more, code) => {
    const told = 'refund' in more ? { site: 'shop', ...more } : { ...ORDER, ...more };
    expect(await shop.send(told)).toMatchObject({ status: 400, body: { error: { field, code } } });
    expect(await shop.ports.book.find(SITE.id, 'x1')).toBeUndefined();
  });

  it('that is no POST, or no JSON, is refused', async () => {
    const get = await shop.answered(eventV2({ method: 'GET', path: '/api/conversions' }) as HttpEvent);
    expect(get).toMatchObject({ status: 405, body: { error: { code: 'method_not_allowed' } } });
    const headers = {
      'x-footfall-timestamp': timestamp,
      'x-footfall-signature': conversionSignature(conversionKeys, timestamp, '{'),
    };
    expect((await shop.answered(shop.request('{', headers))).body.error.code).toBe('invalid_json');
    const text = shop.request('{', { ...headers, 'content-type': 'text/plain' });
    expect((await shop.answered(text)).status).toBe(415);
  });

  it('is to be sent again where the record does not answer', async () => {
    const down = createHandler({
      sites: testSites,
      keys: testKeys,
      conversionKeys,
      record: shop.record,
      customerSessions: { latest: () => Promise.reject(new RecordUnavailable('down')) },
      orders: shop.orders(),
      log: shop.log,
      now: () => NOON,
      count: () => undefined,
    });
    const told = JSON.stringify({ ...ORDER, customerId: 'anna' });
    const answer = await down(
      shop.request(told, {
        'x-footfall-timestamp': timestamp,
        'x-footfall-signature': conversionSignature(conversionKeys, timestamp, told),
      }),
    );
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
  });
});

describe('the environment of the conversions', () => {
  it('names the record, and the keys that shops sign with', () => {
    const environment = { MONGODB_URI: 'mongodb://db', CONVERSION_KEYS: NEW_KEY };
    expect(conversionEnvironment(environment)).toMatchObject({ mongodbUri: 'mongodb://db' });
    for (const name of Object.keys(environment))
      expect(() => conversionEnvironment({ ...environment, [name]: '' })).toThrow(
        new ConfigurationError(`${name} is missing.`),
      );
  });
});
