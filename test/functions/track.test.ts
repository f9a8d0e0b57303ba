import { describe, expect, it } from 'vitest';
import { createHandler, TRACK_PATHS } from '../../functions/track/createHandler.ts';
import { parseMessage } from '../../src/domain/events/parseMessage.ts';
import { MAX_BODY_BYTES } from '../../src/middleware/track/parseTrackBody.ts';
import {
  eventsOf,
  eventTypesOf,
  NOON,
  pageView,
  testBrowser,
  testDependencies,
} from '../support/testShop.ts';

const setUp = () => {
  const deps = testDependencies();
  return { deps, browser: testBrowser(createHandler(deps)) };
};
const tracked = async (body: unknown) => {
  const { deps, browser } = setUp();
  const answer = await browser.track(body);
  return { deps, answer, event: eventsOf(deps).at(-1) };
};

describe('POST /track', () => {
  it.each(TRACK_PATHS)('answers at %s, and says no ids', async (path) => {
    const { deps, browser } = setUp();
    const answer = await browser.track(pageView('/shoes'), { path });
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: '{"ok":true,"accepted":1}',
    });
    expect(eventTypesOf(deps)).toEqual(['session_started', 'page_view']);
  });

  it.each([
    ['application/json', {}],
    ['application/json; charset=utf-8', {}],
    ['APPLICATION/JSON', {}],
    ['text/plain;charset=UTF-8', {}],
    ['text/plain', { base64: true }],
  ])('takes %s, as fetch and sendBeacon send it (%j)', async (type, request) => {
    const { deps, browser } = setUp();
    const body = pageView('/größe', { title: 'Größe 😀' });
    const answer = await browser.track(body, { ...request, headers: { 'content-type': type } });
    expect(answer.statusCode).toBe(200);
    expect(eventsOf(deps)[1]).toMatchObject({ path: '/gr%C3%B6%C3%9Fe', title: 'Größe 😀' });
  });

  it('takes a batch of up to 50 events, as one message', async () => {
    const { deps, answer } = await tracked({
      events: Array.from({ length: 50 }, (_, index) => pageView(`/${index}`)),
    });
    expect(answer.body).toBe('{"ok":true,"accepted":50}');
    expect(deps.messages).toHaveLength(1);
    expect(eventsOf(deps)).toHaveLength(51);
  });

  it('cuts an address or a title that is too long: the view counts all the same', async () => {
    const long = 'a'.repeat(10_000);
    const { answer, event } = await tracked(
      pageView(`/${long}`, {
        url: `https://shop.example/${long}`,
        title: long,
        referrer: `https://a.example/${long}`,
      }),
    );
    expect(answer.statusCode).toBe(200);
    expect(event).toMatchObject({ path: `/${'a'.repeat(999)}`, title: 'a'.repeat(300) });
    expect(event?.url?.length).toBeLessThanOrEqual(2_000);
    expect(event?.referrer?.length).toBeLessThanOrEqual(2_000);
  });

  it('stores every field of an event, and that a browser told it', async () => {
    const { event } = await tracked({
      eventType: 'product_view',
      path: '/p/1',
      url: 'https://shop.example/p/1?utm_source=news&token=s3cret',
      title: 'A shoe',
      referrer: 'https://shop.example/',
      eventId: 'e1',
      occurredAt: NOON - 5_000,
      engagedMs: 1_234.6,
      properties: { productId: 'p1', priceMinor: 4_200, tags: ['new', 'red'] },
    });
    expect(event).toMatchObject({
      id: expect.stringMatching(/^shop:[\w-]+:e1$/),
      type: 'product_view',
      source: 'browser',
      path: '/p/1',
      url: 'https://shop.example/p/1?utm_source=news',
      title: 'A shoe',
      referrer: 'https://shop.example/',
      occurredAt: NOON - 5_000,
      receivedAt: NOON,
      engagedMs: 1_235,
      properties: { productId: 'p1', priceMinor: 4_200, tags: ['new', 'red'] },
    });
  });

  it('believes no client about itself', async () => {
    const { deps, event } = await tracked(
      pageView('/', {
        source: 'server',
        session: 'mine',
        visitor: 'mine',
        browser: 'mine',
        address: '192.0.2.1',
        bot: false,
        customerId: 'c1',
        receivedAt: 5,
        epoch: 99,
        context: { newBrowser: false },
        _id: 'x',
      }),
    );
    expect(event).toEqual({
      id: expect.any(String),
      type: 'page_view',
      source: 'browser',
      occurredAt: NOON,
      receivedAt: NOON,
      path: '/',
    });
    expect(JSON.stringify(deps.messages)).not.toContain('mine');
  });

  it.each([
    ['an hour ago', NOON - 3_600_000, NOON - 3_600_000],
    ['an hour ago, in ISO 8601', new Date(NOON - 3_600_000).toISOString(), NOON - 3_600_000],
    ['two days ago', NOON - 2 * 86_400_000, NOON],
    ['in an hour', NOON + 3_600_000, NOON],
    ['in the year 9999', '9999-12-31T23:59:59Z', NOON],
    ['in 1970', 0, NOON],
    ['before 1970', -1e15, NOON],
    ['at a huge number', 1e308, NOON],
  ])('believes that an event happened %s within bounds', async (_, occurredAt, expected) => {
    const { answer, event } = await tracked(pageView('/', { occurredAt }));
    expect([answer.statusCode, event?.occurredAt]).toEqual([200, expected]);
  });

  it("corrects a client's clock by what it showed when it sent", async () => {
    const wrong = Date.UTC(2001, 0);
    const { event } = await tracked(pageView('/', { occurredAt: wrong - 7_000, sentAt: wrong }));
    expect(event?.occurredAt).toBe(NOON - 7_000);
    const batch = await tracked({ sentAt: wrong, events: [pageView('/', { occurredAt: wrong - 7_000 })] });
    expect(batch.event?.occurredAt).toBe(NOON - 7_000);
  });

  it('makes of the same event sent again the same id, and of another browser’s another', async () => {
    const { deps, browser } = setUp();
    await browser.track(pageView('/', { eventId: 'e1' }));
    await browser.track(pageView('/', { eventId: 'e1' }));
    await testBrowser(createHandler(deps)).track(pageView('/', { eventId: 'e1' }));
    const ids = eventsOf(deps).flatMap(({ id, type }) => (type === 'page_view' ? [id] : []));
    expect([ids.length, new Set(ids).size]).toEqual([3, 2]);
  });

  it('keeps the events of a named site, where the origin is that site’s', async () => {
    const { deps, browser } = setUp();
    expect((await browser.track(pageView('/', { site: 'shop' }))).statusCode).toBe(200);
    const other = await browser.track(pageView('/', { site: 'other' }));
    expect(other.statusCode).toBe(403);
    const unknown = await browser.track({ site: 'nobody', events: [pageView()] });
    expect(JSON.parse(unknown.body ?? '')).toMatchObject({ error: { code: 'unknown_site', field: 'site' } });
    expect(deps.messages).toHaveLength(1);
  });

  it('lets whole, from any body that it takes, a message that the writer takes', async () => {
    const { deps, browser } = setUp();
    // Each character takes one byte here and three in a URL.
    const many = '<'.repeat(330);
    const url = `https://shop.example/${many}?utm_source=${many.slice(30)}`;
    const event = { eventType: 'e', path: `/${many}`, url, referrer: url };
    const events = Array.from(
      { length: Math.floor(MAX_BODY_BYTES / JSON.stringify(event).length) },
      () => event,
    );
    const answer = await browser.track({ events });
    expect(answer.statusCode).toBe(200);
    expect(parseMessage(JSON.stringify(deps.messages[0]))).toMatchObject({ ok: true });
  });

  it('needs no origin where the host tells the site', async () => {
    const { deps, browser } = setUp();
    const answer = await browser.send({
      headers: { 'content-type': 'text/plain', host: 't.shop.example' },
      body: JSON.stringify(pageView()),
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(deps.messages[0]?.session.site).toBe('shop');
  });
});
