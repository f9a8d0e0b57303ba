import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import { SERVER_ONLY_EVENTS } from '../../src/domain/events/event.ts';
import { MAX_BODY_BYTES } from '../../src/middleware/track/parseTrackBody.ts';
import type { RequestInShort } from '../support/apiGatewayEvents.ts';
import { eventsOf, pageView, SHOP_ORIGIN, testBrowser, testDependencies } from '../support/testShop.ts';

/** What a bad request gets, once it is seen that it stored nothing and set nothing. */
const refusalOf = async (body: unknown, request: RequestInShort = {}) => {
  const deps = testDependencies();
  const answer = await testBrowser(createHandler(deps)).track(body, request);
  expect(deps.messages).toEqual([]);
  expect(answer.setCookies).toEqual([]);
  expect(deps.log.lines).toEqual([]);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  const { error } = JSON.parse(answer.body ?? '') as {
    error: { code: string; message: string; field?: string };
  };
  return { status: answer.statusCode, ...error, headers: answer.headers };
};
const event = (changed: object) => pageView('/', changed);
const properties = (value: unknown) => event({ properties: value });
/** As JSON text, where JavaScript cannot say it. */
const raw = (members: string) => `{"eventType":"custom","path":"/",${members}}`;

const TYPE_MESSAGE = 'eventType must be 1 to 64 letters, digits, "_", "-", "." or ":", a letter first.';
const TIME_MESSAGE = 'occurredAt must be epoch milliseconds or an ISO 8601 text.';
const NAME_MESSAGE = 'has a name that is not allowed ("$…", dots, control characters, "__proto__").';

describe('a body that is refused with 400', () => {
  it.each([
    ['broken JSON', '{"eventType":', undefined, 'The body is not JSON.'],
    ['nothing', '', undefined, 'The body is not JSON.'],
    ['a form', 'eventType=page_view', undefined, 'The body is not JSON.'],
    [
      'JSON with something behind it',
      '{"eventType":"page_view","path":"/"} x',
      undefined,
      'The body is not JSON.',
    ],
  ])('of %s has code invalid_json', async (_, body, field, message) => {
    expect(await refusalOf(body)).toMatchObject({ status: 400, code: 'invalid_json', message });
    expect((await refusalOf(body)).field).toBe(field);
  });

  it.each([
    ['a text', '"page_view"', undefined, 'The body must be an object.'],
    ['a number', '5', undefined, 'The body must be an object.'],
    ['null', 'null', undefined, 'The body must be an object.'],
    ['a list', [pageView()], undefined, 'The body must be an object.'],
    ['an empty object', {}, 'eventType', 'eventType is missing.'],
    ['no type', { path: '/' }, 'eventType', 'eventType is missing.'],
    ['a number for a type', { eventType: 5, path: '/' }, 'eventType', 'eventType must be a string.'],
    ['null for a type', { eventType: null, path: '/' }, 'eventType', 'eventType must be a string.'],
    ['an empty type', { eventType: '', path: '/' }, 'eventType', TYPE_MESSAGE],
    ['a type with spaces', { eventType: 'page view', path: '/' }, 'eventType', TYPE_MESSAGE],
    ['a type that begins with $', { eventType: '$where', path: '/' }, 'eventType', TYPE_MESSAGE],
    ['a type that is a prototype', { eventType: '__proto__', path: '/' }, 'eventType', TYPE_MESSAGE],
    ['a type with a line break', { eventType: 'a\r\nb', path: '/' }, 'eventType', TYPE_MESSAGE],
    ['a type that ends in a line break', { eventType: 'a\n', path: '/' }, 'eventType', TYPE_MESSAGE],
    ['a type of 65 letters', { eventType: 'a'.repeat(65), path: '/' }, 'eventType', TYPE_MESSAGE],
    ['no path', { eventType: 'page_view' }, 'path', 'path is missing.'],
    ['a path that is none', { eventType: 'page_view', path: 'shoes' }, 'path', 'path must begin with "/".'],
    ['a path that is a URL', event({ path: 'https://a.example/' }), 'path', 'path must begin with "/".'],
    ['a list for a path', event({ path: ['/'] }), 'path', 'path must be a string.'],
    ['a number for a url', event({ url: 5 }), 'url', 'url must be a string.'],
    ['null for a title', event({ title: null }), 'title', 'title must be a string.'],
    ['an object for a referrer', event({ referrer: { $ne: 1 } }), 'referrer', 'referrer must be a string.'],
    ['a number for an event id', event({ eventId: 1 }), 'eventId', 'eventId must be a string.'],
    [
      'an event id that could be another’s',
      event({ eventId: 'a:b' }),
      'eventId',
      'eventId must be 1 to 64 letters, digits, "_" or "-".',
    ],
    [
      'an empty event id',
      event({ eventId: '' }),
      'eventId',
      'eventId must be 1 to 64 letters, digits, "_" or "-".',
    ],
    ['a word for a time', event({ occurredAt: 'yesterday' }), 'occurredAt', TIME_MESSAGE],
    ['a long text for a time', event({ occurredAt: '2'.repeat(41) }), 'occurredAt', TIME_MESSAGE],
    ['null for a time', event({ occurredAt: null }), 'occurredAt', TIME_MESSAGE],
    ['an object for a time', event({ occurredAt: {} }), 'occurredAt', TIME_MESSAGE],
    ['a time without end', raw('"occurredAt":1e999'), 'occurredAt', TIME_MESSAGE],
    [
      'a time of sending that is none',
      event({ sentAt: true }),
      'sentAt',
      'sentAt must be epoch milliseconds or an ISO 8601 text.',
    ],
    ['a text for engaged time', event({ engagedMs: '5' }), 'engagedMs', 'engagedMs must be a number.'],
    ['negative engaged time', event({ engagedMs: -1 }), 'engagedMs', 'engagedMs must not be negative.'],
    [
      'engaged time of two days',
      event({ engagedMs: 172_800_000 }),
      'engagedMs',
      'engagedMs must be at most 86400000.',
    ],
    [
      'engaged time without end',
      raw('"engagedMs":1e999'),
      'engagedMs',
      'engagedMs must be at most 86400000.',
    ],
    ['a number for a site', event({ site: 5 }), 'site', 'site must be a string.'],
    ['a long site', event({ site: 'a'.repeat(33) }), 'site', 'site must be at most 32 characters.'],
    ['a list for a nonce', event({ nonce: [] }), 'nonce', 'nonce must be a string.'],
    ['a text for properties', properties('a'), 'properties', 'properties must be an object.'],
    ['a list for properties', properties([1]), 'properties', 'properties must be an object.'],
    ['null for properties', properties(null), 'properties', 'properties must be an object.'],
    [
      'deep properties',
      properties({ a: { b: { c: 1 } } }),
      'properties.a.b',
      'properties.a.b is nested too deep.',
    ],
    ['deep lists', properties({ a: [[1]] }), 'properties.a.0', 'properties.a.0 is nested too deep.'],
    [
      'a very deep body',
      raw(`"properties":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`),
      'properties.a.a',
      'properties.a.a is nested too deep.',
    ],
    [
      'properties over 4 kB',
      properties({ a: 'x'.repeat(4_090) }),
      'properties',
      'properties must take at most 4096 bytes.',
    ],
    [
      'properties over 4 kB of bytes',
      properties({ a: 'é'.repeat(2_100) }),
      'properties',
      'properties must take at most 4096 bytes.',
    ],
    [
      '__proto__',
      raw('"properties":{"__proto__":{"a":1}}'),
      'properties.__proto__',
      `properties.__proto__ ${NAME_MESSAGE}`,
    ],
    ['$where', properties({ $where: 'sleep(1)' }), 'properties.$where', `properties.$where ${NAME_MESSAGE}`],
    ['a dotted key', properties({ 'a.b': 1 }), 'properties.a.b', `properties.a.b ${NAME_MESSAGE}`],
    [
      'an operator further in',
      properties({ a: { $gt: '' } }),
      'properties.a.$gt',
      `properties.a.$gt ${NAME_MESSAGE}`,
    ],
    [
      'a property without end',
      raw('"properties":{"a":1e999}'),
      'properties.a',
      'properties.a must be a finite number.',
    ],
    [
      'a price in a fraction',
      { eventType: 'product_view', path: '/', properties: { productId: 'p', priceMinor: 1.5 } },
      'properties.priceMinor',
      'properties.priceMinor must be an integer number of minor units.',
    ],
    [
      'a price that is a text',
      { eventType: 'add_to_cart', path: '/', properties: { priceMinor: '42' } },
      'properties.priceMinor',
      'properties.priceMinor must be an integer number of minor units.',
    ],
    ['no events', { events: [] }, 'events', 'events must hold at least one event.'],
    ['51 events', { events: Array(51).fill(pageView()) }, 'events', 'events must hold at most 50 events.'],
    ['an object for events', { events: { 0: pageView() } }, 'events', 'events must be a list.'],
    ['null for events', { events: null }, 'events', 'events must be a list.'],
    ['a text among events', { events: [pageView(), 'page_view'] }, 'events.1', 'events.1 must be an object.'],
    ['a list among events', { events: [[]] }, 'events.0', 'events.0 must be an object.'],
    [
      'one bad event in a batch',
      { events: [pageView(), pageView(), { eventType: 'page_view' }, 5] },
      'events.2.path',
      'events.2.path is missing.',
    ],
    [
      'a bad property in a batch',
      { events: [pageView(), properties({ $set: 1 })] },
      'events.1.properties.$set',
      `events.1.properties.$set ${NAME_MESSAGE}`,
    ],
  ])('of %s names the field', async (_, body, field, message) => {
    const refusal = await refusalOf(body);
    expect(refusal).toMatchObject({ status: 400, code: 'invalid', message });
    expect(refusal.field).toBe(field);
  });

  it.each(SERVER_ONLY_EVENTS)(
    'is that of %s, alone or in a batch: only a server may say so',
    async (eventType) => {
      expect(await refusalOf({ eventType, path: '/' })).toMatchObject({
        status: 400,
        field: 'eventType',
        message: 'eventType is a type that only a server may send.',
      });
      expect(await refusalOf({ events: [pageView(), { eventType, path: '/' }] })).toMatchObject({
        status: 400,
        field: 'events.1.eventType',
      });
    },
  );
});

describe('a request that is refused', () => {
  it('with 413 has a body over 64 kB, in bytes and not in characters', async () => {
    const large = (bytes: number, text = 'x') => {
      const empty = JSON.stringify(event({ ignored: '' })).length;
      return event({ ignored: text.repeat((bytes - empty) / Buffer.byteLength(text)) });
    };
    const { deps, browser } = (() => {
      const made = testDependencies();
      return { deps: made, browser: testBrowser(createHandler(made)) };
    })();
    expect((await browser.track(large(MAX_BODY_BYTES))).statusCode).toBe(200);
    expect(deps.messages).toHaveLength(1);
    const refusal = { status: 413, code: 'too_large', message: 'The body takes more than 64000 bytes.' };
    expect(await refusalOf(large(MAX_BODY_BYTES + 1))).toMatchObject(refusal);
    expect(await refusalOf(large(MAX_BODY_BYTES + 4, 'é'))).toMatchObject(refusal);
    expect(await refusalOf(large(MAX_BODY_BYTES + 4, 'é'), { base64: true })).toMatchObject(refusal);
    expect(await refusalOf('['.repeat(10_000_000))).toMatchObject(refusal);
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['a file', 'multipart/form-data; boundary=x'],
    ['HTML', 'text/html'],
    ['what only begins like JSON', 'application/json-patch+json'],
    ['nothing', ''],
    ['none', undefined],
  ])('with 415 says that it is %s', async (_, type) => {
    expect(await refusalOf(pageView(), { headers: { 'content-type': type } })).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
      field: 'content-type',
    });
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'post'])(
    'with 405 comes by %s, and is told what is allowed',
    async (method) => {
      const headers = method === 'OPTIONS' ? { origin: undefined } : {};
      expect(await refusalOf(pageView(), { method, headers })).toMatchObject({
        status: 405,
        code: 'method_not_allowed',
        headers: { allow: 'POST, OPTIONS' },
      });
    },
  );

  it.each(['https://evil.example', 'null', `${SHOP_ORIGIN}.evil.example`, '*'])(
    'with 403 comes from %s',
    async (origin) => {
      expect(await refusalOf(pageView(), { headers: { origin } })).toMatchObject({
        status: 403,
        code: 'origin_not_allowed',
        field: 'origin',
      });
    },
  );

  it('is counted by its code', async () => {
    const deps = testDependencies();
    await testBrowser(createHandler(deps)).track('no JSON');
    expect([...deps.counts]).toEqual([['refused_invalid_json', 1]]);
  });
});

describe('what looks bad and is harmless', () => {
  const stored = async (body: unknown) => {
    const deps = testDependencies();
    const answer = await testBrowser(createHandler(deps)).track(body);
    expect(answer.statusCode).toBe(200);
    return eventsOf(deps).at(-1);
  };

  it('is stored without what could be interpreted: control characters, line breaks, lone surrogates', async () => {
    const dirty = 'a\u0000b\r\nSet-Cookie: x\u007f\ud800c';
    const event = await stored(
      pageView(`/p${dirty}`, {
        title: dirty,
        url: `https://shop.example/${dirty}`,
        referrer: `https://a.example/${dirty}`,
        properties: { text: dirty, list: [dirty] },
      }),
    );
    const text = JSON.stringify(event);
    expect(text.isWellFormed()).toBe(true);
    expect(text).not.toMatch(/\\u00|\\r|\\n|\\ud/i);
    expect(event?.title).toContain('a');
  });

  it('is a key of JavaScript’s own outside of the properties, and is ignored', async () => {
    const event = await stored(
      '{"__proto__":{"eventType":"x"},"constructor":1,"eventType":"page_view","path":"/","$where":1}',
    );
    expect(event).toEqual({
      id: expect.any(String),
      type: 'page_view',
      source: 'browser',
      occurredAt: expect.any(Number),
      receivedAt: expect.any(Number),
      path: '/',
    });
    expect(({} as { eventType?: string }).eventType).toBeUndefined();
  });

  it('is a huge number, as a number', async () => {
    const event = await stored({
      eventType: 'custom',
      path: '/',
      properties: { a: 1e308, b: -0, c: 2 ** 60 },
    });
    expect(event?.properties).toEqual({ a: 1e308, b: 0, c: 2 ** 60 });
  });

  it("is a shop's own property that only ends like an amount of money", async () => {
    const event = await stored({ eventType: 'age_gate', path: '/', properties: { isMinor: true } });
    expect(event?.properties).toEqual({ isMinor: true });
  });

  it('is a URL that is none: the event is kept without it', async () => {
    const event = await stored(pageView('/', { url: 'javascript:alert(1)', referrer: 'about:blank' }));
    expect(event).not.toHaveProperty('url');
    expect(event).not.toHaveProperty('referrer');
  });

  it('is a path that climbs or names another host: it stays a path', async () => {
    expect((await stored(pageView('/../../etc/passwd')))?.path).toBe('/etc/passwd');
    expect((await stored(pageView('//evil.example/x?q=1#f')))?.path).toBe('//evil.example/x');
  });
});
