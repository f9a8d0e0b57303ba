import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import { resolveSite } from '../../src/middleware/resolveSite.ts';
import {
  DOCUMENT,
  FETCH,
  pageView,
  SHOP_ORIGIN,
  shopHandler,
  testBrowser,
  testDependencies,
  testSites,
} from '../support/testShop.ts';

const OTHER_ORIGIN = 'https://other.example';
const STRANGER = 'https://evil.example';

describe('the site of a request', () => {
  const resolve = (asked: { named?: string; origin?: string; host?: string }, sites = testSites) => {
    const result = resolveSite(sites, {
      named: asked.named,
      origin: asked.origin,
      host: asked.host,
    });
    return result.ok
      ? result.site.id
      : `${result.refusal.status} ${result.refusal.code} ${result.refusal.field}`;
  };

  it.each([
    [{ named: 'shop' }, 'shop'],
    [{ named: 'shop', origin: SHOP_ORIGIN }, 'shop'],
    [{ named: 'shop', origin: OTHER_ORIGIN }, '403 origin_not_allowed origin'],
    [{ named: 'nobody', origin: SHOP_ORIGIN }, '400 unknown_site site'],
    [{ origin: OTHER_ORIGIN }, 'other'],
    [{ origin: OTHER_ORIGIN, host: 'shop.example' }, 'other'],
    [{ origin: STRANGER }, '403 origin_not_allowed origin'],
    [{ origin: STRANGER, host: 'shop.example' }, '403 origin_not_allowed origin'],
    [{ origin: 'null', host: 'shop.example' }, '403 origin_not_allowed origin'],
    [{ origin: 'http://shop.example' }, '403 origin_not_allowed origin'],
    [{ origin: `${SHOP_ORIGIN}.evil.example` }, '403 origin_not_allowed origin'],
    [{ origin: `${SHOP_ORIGIN}:8443` }, '403 origin_not_allowed origin'],
    [{ origin: SHOP_ORIGIN.toUpperCase() }, '403 origin_not_allowed origin'],
    [{ origin: 'https://t.shop.example', host: 't.shop.example' }, 'shop'],
    [{ origin: 'https://t.shop.example', host: 'other.example' }, '403 origin_not_allowed origin'],
    [{ host: 't.shop.example' }, 'shop'],
    [{ host: 'shop.example' }, 'shop'],
    [{ host: 'other.example' }, 'other'],
    [{ host: 'a1b2c3.execute-api.eu-central-1.amazonaws.com' }, '403 unknown_site site'],
    [{}, '403 unknown_site site'],
  ])('told by %j is %s', (asked, expected) => {
    expect(resolve(asked)).toBe(expected);
  });

  it('is the only one where there is one, but not for a stranger', () => {
    const [shop] = testSites;
    expect(resolve({ host: 'a1b2c3.execute-api.eu-central-1.amazonaws.com' }, [shop])).toBe('shop');
    expect(resolve({}, [shop])).toBe('shop');
    expect(resolve({ origin: STRANGER }, [shop])).toBe('403 origin_not_allowed origin');
  });

  it('may be fixed for a handler, and is checked against the origin then too', async () => {
    const browser = testBrowser(shopHandler(testDependencies(), { site: 'shop' }));
    expect((await browser.send({ method: 'GET', headers: { host: 'elsewhere.example' } })).statusCode).toBe(
      200,
    );
    expect((await browser.send({ ...FETCH, headers: { origin: OTHER_ORIGIN } })).statusCode).toBe(403);
  });
});

describe.each(['1.0', '2.0'] as const)('CORS over payload format %s', (payload) => {
  const track = (deps = testDependencies()) => testBrowser(createHandler(deps), { payload });

  it('answers a preflight of an allowed origin, and tracks nothing', async () => {
    const deps = testDependencies();
    const answer = await track(deps).send({
      method: 'OPTIONS',
      headers: {
        origin: SHOP_ORIGIN,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-footfall-nonce',
      },
    });
    expect(answer).toMatchObject({
      statusCode: 204,
      headers: {
        'access-control-allow-origin': SHOP_ORIGIN,
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': expect.stringContaining('x-footfall-nonce'),
        'access-control-allow-methods': expect.stringContaining('POST'),
        'access-control-max-age': '7200',
        vary: 'Origin',
      },
      setCookies: [],
    });
    expect(deps.messages).toEqual([]);
  });

  it.each([STRANGER, 'null', ''])('refuses a preflight of origin %j', async (origin) => {
    const answer = await track().send({ method: 'OPTIONS', headers: { origin } });
    expect(answer.statusCode).toBe(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('lets an allowed origin read the answer and send cookies: that origin, never any', async () => {
    const answer = await track().track(pageView());
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': SHOP_ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'Retry-After',
      vary: 'Origin',
    });
  });

  it.each([STRANGER, 'null'])(
    'refuses origin %j, stores nothing, and lets it read nothing',
    async (origin) => {
      const deps = testDependencies();
      const answer = await track(deps).track(pageView(), { headers: { origin } });
      expect(answer).toMatchObject({ statusCode: 403, setCookies: [] });
      expect(JSON.parse(answer.body ?? '')).toEqual({
        error: {
          code: 'origin_not_allowed',
          message: 'No site allows requests from this origin.',
          field: 'origin',
        },
      });
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      expect(deps.messages).toEqual([]);
      expect(deps.counts.get('refused_origin_not_allowed')).toBe(1);
    },
  );

  it('lets the page of an allowed origin read why it was refused', async () => {
    const answer = await track().track('no JSON');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers?.['access-control-allow-origin']).toBe(SHOP_ORIGIN);
  });

  it("says nothing to who does not ask, and keeps a handler's own vary", async () => {
    const handler = async () => ({ statusCode: 200, headers: { Vary: 'Accept-Encoding' }, body: '' });
    const shop = testBrowser(shopHandler(testDependencies(), { handler }), { payload });
    expect((await shop.send(DOCUMENT)).headers).toMatchObject({ Vary: 'Accept-Encoding' });
    const { headers = {} } = await shop.send(FETCH);
    const varies = Object.entries(headers).flatMap(([name, value]) => (/^vary$/i.test(name) ? [value] : []));
    expect(varies).toEqual(['Accept-Encoding, Origin']);
  });
});

describe('answers that set cookies', () => {
  it.each([
    ['/track', createHandler],
    ["a shop's handler", shopHandler],
  ] as const)('of %s are kept by no cache', async (_, create) => {
    const answer = await testBrowser(create(testDependencies())).track(pageView());
    expect(answer.setCookies.length).toBeGreaterThan(0);
    expect(answer.headers?.['cache-control']).toBe('no-store');
  });
});
