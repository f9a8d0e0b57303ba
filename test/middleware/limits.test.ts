import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import { memoryRateLimits } from '../../src/adapters/memory/memoryRateLimits.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import { type RateLimits, RateLimitsUnavailable } from '../../src/ports/RateLimits.ts';
import {
  downHotSessions,
  eventTypesOf,
  FETCH,
  pageView,
  SHOP_ORIGIN,
  shopHandler,
  testBrowser,
  testDependencies,
  testSites,
} from '../support/testShop.ts';

const NONCE = 'a'.repeat(32);
const MINUTE = 60_000;

/** `/track` of a shop that takes so many requests a minute. */
const arrange = (
  limits: SessionDependencies['sites'][0]['limits'],
  replaced: Partial<SessionDependencies> = {},
) => {
  const [shop, ...others] = testSites;
  const qualities: string[] = [];
  const deps = testDependencies({
    sites: [{ ...shop, limits }, ...others],
    limits: memoryRateLimits(),
    quality: { count: (_site, name) => void qualities.push(name) },
    ...replaced,
  });
  return { deps, qualities, handler: createHandler(deps) };
};

describe('/track over an address’s limit', () => {
  it('answers 429, with the seconds to wait, in a way that the shop’s page may read', async () => {
    const { handler } = arrange({ addressPerMinute: 2 });
    const browser = testBrowser(handler, { address: '192.0.2.7' });
    await browser.track(pageView());
    await browser.track(pageView());
    const answer = await browser.track(pageView());
    expect(answer.statusCode).toBe(429);
    expect(answer.headers).toMatchObject({
      'retry-after': '30',
      'cache-control': 'no-store',
      'access-control-allow-origin': SHOP_ORIGIN,
      'access-control-expose-headers': 'Retry-After',
    });
    expect(JSON.parse(answer.body ?? '')).toEqual({
      error: { code: 'limited', message: expect.any(String) },
    });
  });

  it('enqueues nothing, sets no cookie, and is counted in the quality', async () => {
    const { deps, qualities, handler } = arrange({ addressPerMinute: 1 });
    await testBrowser(handler).track(pageView());
    const sent = deps.messages.length;
    const answer = await testBrowser(handler).track(pageView());
    expect(answer.statusCode).toBe(429);
    expect(answer.setCookies).toEqual([]);
    expect(deps.messages).toHaveLength(sent);
    expect(qualities).toEqual(['refused:limited']);
    expect(deps.counts.get('refused_limited')).toBe(1);
    expect(deps.counts.get('limited_by_address')).toBe(1);
  });

  it('loses nothing of a visit that is told again later: the session begins with its start', async () => {
    const { deps, handler } = arrange({ addressPerMinute: 1 });
    await testBrowser(handler).track(pageView('/somebody-else'));
    const before = deps.messages.length;
    const browser = testBrowser(handler);
    const event = pageView('/', { eventId: 'first', nonce: NONCE });
    expect((await browser.track(event)).statusCode).toBe(429);
    deps.clock.nowMs += MINUTE;
    expect((await browser.track(event)).statusCode).toBe(200);
    expect(eventTypesOf({ messages: deps.messages.slice(before) })).toEqual(['session_started', 'page_view']);
  });

  it('keeps nobody out who comes from elsewhere, also of one network of a provider', async () => {
    const { handler } = arrange({ addressPerMinute: 1 });
    const statusFrom = async (address: string) =>
      (await testBrowser(handler, { address }).track(pageView())).statusCode;
    expect(await statusFrom('192.0.2.1')).toBe(200);
    expect(await statusFrom('192.0.2.254')).toBe(429);
    expect(await statusFrom('192.0.3.1')).toBe(200);
    expect(await statusFrom('2001:db8:1:2::1')).toBe(200);
    expect(await statusFrom('2001:db8:1:3::1')).toBe(429);
  });

  it('takes the machine’s own address, a reverse proxy’s, for nobody’s network; the site’s limit stands', async () => {
    const { deps, handler } = arrange({ addressPerMinute: 1, sitePerMinute: 3 });
    const statusFrom = async (address: string) =>
      (await testBrowser(handler, { address }).track(pageView())).statusCode;
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect(await statusFrom(address)).toBe(200);
    expect(await statusFrom('127.0.0.1')).toBe(429);
    expect(deps.counts.get('limited_by_site')).toBe(1);
  });

  it('is not asked of a visitor of whom nothing is stored', async () => {
    const asked: string[] = [];
    const limits: RateLimits = {
      take: async ({ range }) => {
        asked.push(String(range));
        return { allowed: true };
      },
    };
    const [, other] = testSites;
    const deps = testDependencies({ limits });
    const browser = testBrowser(createHandler(deps));
    const headers = { origin: other?.origins[0] as string };
    await browser.track(pageView(), { headers: { ...headers, 'sec-gpc': '1' } });
    expect(asked).toEqual([]);
    await browser.track(pageView(), { headers });
    expect(asked).toHaveLength(1);
  });

  it('does not count what is refused for another reason', async () => {
    const { handler } = arrange({ addressPerMinute: 1 });
    const browser = testBrowser(handler);
    for (const body of ['{', '{"eventType":"order_completed","path":"/"}', '[]']) {
      expect((await browser.track(body)).statusCode).toBe(400);
    }
    expect((await browser.track(pageView())).statusCode).toBe(200);
  });
});

describe('/track over its site’s limit', () => {
  it('answers 429 whatever the address, and other sites go on', async () => {
    const { deps, handler } = arrange({ addressPerMinute: 100, sitePerMinute: 2 });
    const [, other] = testSites;
    const statusFrom = async (address: string, origin = SHOP_ORIGIN) =>
      (await testBrowser(handler, { address }).track(pageView(), { headers: { origin } })).statusCode;
    expect(await statusFrom('192.0.2.1')).toBe(200);
    expect(await statusFrom('198.51.100.1')).toBe(200);
    expect(await statusFrom('203.0.113.1')).toBe(429);
    expect(deps.counts.get('limited_by_site')).toBe(1);
    expect(await statusFrom('203.0.113.1', other?.origins[0])).toBe(200);
  });
});

describe('/track without its limits’ store', () => {
  const down: RateLimits = { take: () => Promise.reject(new RateLimitsUnavailable('down')) };

  it('lets all through, and counts them', async () => {
    const { deps, handler } = arrange({ addressPerMinute: 1 }, { limits: down });
    const browser = testBrowser(handler);
    for (let index = 0; index < 3; index++) {
      expect((await browser.track(pageView())).statusCode).toBe(200);
    }
    expect(deps.counts.get('limits_unavailable')).toBe(3);
  });

  it('still says 503, not 429, of events that are lost', async () => {
    const { handler } = arrange({ addressPerMinute: 1 }, { limits: down, hotSessions: downHotSessions });
    expect((await testBrowser(handler).track(pageView())).statusCode).toBe(200);
  });

  it('limits still, where the sessions alone are down', async () => {
    const { handler } = arrange({ addressPerMinute: 1 }, { hotSessions: downHotSessions });
    expect((await testBrowser(handler).track(pageView())).statusCode).toBe(200);
    expect((await testBrowser(handler).track(pageView())).statusCode).toBe(429);
  });
});

describe('a shop’s own handler', () => {
  it('has no limit where it names none', async () => {
    const { deps } = arrange({ addressPerMinute: 1, sitePerMinute: 1 });
    const browser = testBrowser(shopHandler(deps));
    for (let index = 0; index < 3; index++) expect((await browser.send(FETCH)).statusCode).toBe(200);
  });

  it('is not called over the limit that it names, for those neither of whom nothing is stored', async () => {
    const [, other] = testSites;
    let calls = 0;
    const deps = testDependencies({ limits: memoryRateLimits() });
    const browser = testBrowser(
      shopHandler(deps, {
        limitOf: ({ path }) =>
          path === FETCH.path
            ? {
                purpose: 'login',
                limits: { addressPerMinute: 1 },
                told: { code: 'slowly', message: 'Slowly.' },
              }
            : undefined,
        handler: async () => {
          calls += 1;
          return { statusCode: 200 };
        },
      }),
    );
    const request = {
      ...FETCH,
      headers: { ...FETCH.headers, origin: other?.origins[0] as string, 'sec-gpc': '1' },
    };
    expect((await browser.send(request)).statusCode).toBe(200);
    const refused = await browser.send(request);
    expect([refused.statusCode, JSON.parse(refused.body ?? '').error]).toEqual([
      429,
      { code: 'slowly', message: 'Slowly.' },
    ]);
    expect((await browser.send({ ...request, path: '/elsewhere' })).statusCode).toBe(200);
    expect(calls).toBe(2);
  });
});
