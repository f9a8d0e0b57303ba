import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import type { PageViews } from '../../src/middleware/pageView.ts';
import { GOOGLEBOT, type RequestInShort } from '../support/apiGatewayEvents.ts';
import {
  DOCUMENT,
  distinct,
  eventsOf,
  eventTypesOf,
  FETCH,
  pageView,
  SHOP_ORIGIN,
  shopHandler,
  testBrowser,
  testDependencies,
} from '../support/testShop.ts';

/** What a shop's own handler counts of one request of a known browser, and whether it hands the view's id on. */
const seenOf = async (request: RequestInShort, pageViews?: PageViews) => {
  const deps = testDependencies();
  const browser = testBrowser(shopHandler(deps, pageViews === undefined ? {} : { pageViews }));
  const answer = await browser.send(request);
  return {
    views: eventTypesOf(deps).filter((type) => type === 'page_view').length,
    handedOn: answer.setCookies.some((cookie) => cookie.startsWith('footfall_pv=')),
    deps,
    answer,
    browser,
  };
};
const document = (headers: RequestInShort['headers'] = {}): RequestInShort => ({
  ...DOCUMENT,
  headers: { ...DOCUMENT.headers, ...headers },
});
const OLD_BROWSER: RequestInShort = { method: 'GET', path: '/shoes', headers: { accept: 'text/html' } };

describe('what counts as a page view', () => {
  it.each([
    ['a document', document(), { auto: 1, server: 1, browser: 0 }],
    ["a page's own request", FETCH, { auto: 0, server: 1, browser: 0 }],
    ['a part in a frame', document({ 'sec-fetch-dest': 'iframe' }), { auto: 0, server: 1, browser: 0 }],
    ['a request that does not say', OLD_BROWSER, { auto: 1, server: 1, browser: 0 }],
    ['a prefetch', document({ 'sec-purpose': 'prefetch' }), { auto: 0, server: 0, browser: 0 }],
    ['a prerendering', document({ 'sec-purpose': 'prefetch;prerender' }), { auto: 0, server: 0, browser: 0 }],
    ["an older browser's prefetch", document({ purpose: 'prefetch' }), { auto: 0, server: 0, browser: 0 }],
    ["Firefox's prefetch of old", document({ 'x-moz': 'prefetch' }), { auto: 0, server: 0, browser: 0 }],
    ['a HEAD', { ...DOCUMENT, method: 'HEAD' }, { auto: 0, server: 0, browser: 0 }],
  ] as const)('of %s', async (_, request, expected) => {
    for (const pageViews of ['auto', 'server', 'browser'] as const) {
      expect((await seenOf(request, pageViews)).views, pageViews).toBe(expected[pageViews]);
    }
  });

  it('is decided by the browser where nothing is said', async () => {
    expect([(await seenOf(document())).views, (await seenOf(FETCH)).views]).toEqual([1, 0]);
  });

  it('is told by the server, with where it was and where from, scrubbed', async () => {
    const { deps } = await seenOf(
      document({ referer: 'https://www.google.com/search?q=shoes+max%40shop.example' }),
    );
    expect(eventsOf(deps)[1]).toMatchObject({
      type: 'page_view',
      source: 'server',
      path: '/shoes',
      url: 'https://shop.example/shoes',
      referrer: 'https://www.google.com/search',
    });
    const campaign = await seenOf({ ...document(), query: 'utm_source=news&email=max%40shop.example' });
    expect(eventsOf(campaign.deps)[1]?.url).toBe('https://shop.example/shoes?utm_source=news');
    expect(eventsOf(campaign.deps)[0]?.context?.utm).toEqual({ source: 'news' });
  });
});

describe("a counted page view's id", () => {
  it('is handed to the tracker for 30 s, in a cookie that the page can read', async () => {
    const { deps, answer } = await seenOf(document());
    const id = eventsOf(deps)[1]?.id.split(':').at(-1);
    expect(answer.setCookies).toContain(`footfall_pv=${id}; Max-Age=30; Path=/; Secure; SameSite=Lax`);
  });

  it.each([
    ['of a page by an old browser', OLD_BROWSER, 'auto', true],
    ["of a page's own request", FETCH, 'server', false],
    ['of what is no page', { ...OLD_BROWSER, headers: { accept: 'application/json' } }, 'auto', false],
    ['of a page that its script counts', document(), 'browser', false],
    ['of a bot', document({ 'user-agent': GOOGLEBOT }), 'auto', false],
  ] as const)('%s is handed on: %s', async (_, request, pageViews, expected) => {
    expect((await seenOf(request, pageViews)).handedOn).toBe(expected);
  });

  it('makes one view of a server-rendered page that has the tracker on it', async () => {
    const { deps, browser } = await seenOf(document());
    const tracker = testBrowser(createHandler(deps), { jar: browser.jar });
    await tracker.track(pageView('/shoes', { eventId: browser.jar.get('footfall_pv') }), {
      headers: { origin: SHOP_ORIGIN },
    });
    const views = eventsOf(deps).filter(({ type }) => type === 'page_view');
    expect(views).toHaveLength(2);
    expect(new Set(views.map(({ id }) => id)).size).toBe(1);
    expect(distinct(deps, 'id').size).toBe(1);
  });
});
