import { describe, expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import type { RequestInShort } from '../support/apiGatewayEvents.ts';
import {
  distinct,
  downHotSessions,
  eventsOf,
  eventTypesOf,
  FETCH,
  pageView,
  shopHandler,
  testBrowser,
  testDependencies,
} from '../support/testShop.ts';

const NONCE = '0123456789abcdef0123456789abcdef';

describe.each([
  ['up', {}],
  ['down', { hotSessions: downHotSessions }],
])('20 first requests at once while Redis is %s', (_, replaced) => {
  /** Each from an empty profile: no answer has come back yet. */
  const together = async (requestOf: (index: number) => { nonce?: string; request?: RequestInShort }) => {
    const deps = testDependencies(replaced);
    const handler = createHandler(deps);
    const browsers = Array.from({ length: 20 }, () => testBrowser(handler));
    await Promise.all(
      browsers.map((browser, index) => {
        const { nonce, request } = requestOf(index);
        return browser.track(pageView('/', nonce === undefined ? {} : { nonce }), request);
      }),
    );
    return { deps, browsers, handler };
  };

  it('that carry one nonce end up in one session and one visitor', async () => {
    const { deps } = await together(() => ({ nonce: NONCE }));
    expect([distinct(deps, 'id').size, distinct(deps, 'visitor').size]).toEqual([1, 1]);
    expect(eventTypesOf(deps).filter((type) => type === 'page_view')).toHaveLength(20);
    const starts = eventsOf(deps).filter(({ type }) => type === 'session_started');
    expect(new Set(starts.map(({ id }) => id)).size).toBe(1);
  });

  it('do so in whichever way each carries it', async () => {
    const ways: { nonce?: string; request?: RequestInShort }[] = [
      { nonce: NONCE },
      { request: { headers: { 'x-footfall-nonce': NONCE } } },
      { request: { cookies: [`footfall_nonce=${NONCE}`] } },
      { nonce: 'no nonce', request: { cookies: [`theme=dark`, `footfall_nonce=${NONCE}`] } },
    ];
    const { deps } = await together((index) => ways[index % ways.length] ?? {});
    expect([distinct(deps, 'id').size, distinct(deps, 'visitor').size]).toEqual([1, 1]);
  });

  it('get cookies of that session, whichever answer comes last', async () => {
    const { deps, browsers, handler } = await together(() => ({ nonce: NONCE }));
    for (const browser of browsers) await testBrowser(handler, { jar: browser.jar }).track(pageView());
    expect([distinct(deps, 'id').size, distinct(deps, 'visitor').size]).toEqual([1, 1]);
    expect(new Set(browsers.map(({ jar }) => jar.get('visitor_id'))).size).toBe(1);
  });

  it('without a nonce are 20 visitors: never one by their address', async () => {
    const { deps } = await together(() => ({}));
    expect([distinct(deps, 'id').size, distinct(deps, 'visitor').size]).toEqual([20, 20]);
  });

  it('with what is no nonce are 20 visitors', async () => {
    const { deps } = await together(() => ({
      nonce: 'a',
      request: { headers: { 'x-footfall-nonce': 'A'.repeat(32) } },
    }));
    expect(distinct(deps, 'visitor').size).toBe(20);
  });
});

describe('a nonce', () => {
  it("joins a page's own request and its page view, at whichever handler each arrives", async () => {
    const deps = testDependencies();
    const shop = testBrowser(shopHandler(deps));
    const tracker = testBrowser(createHandler(deps));
    await Promise.all([
      shop.send({ ...FETCH, cookies: [`footfall_nonce=${NONCE}`] }),
      tracker.track(pageView('/', { nonce: NONCE })),
    ]);
    expect([distinct(deps, 'id').size, distinct(deps, 'visitor').size]).toEqual([1, 1]);
    expect(eventTypesOf(deps).filter((type) => type === 'page_view')).toHaveLength(1);
  });

  it('of a known visitor begins a new session of theirs, not a new visitor', async () => {
    const deps = testDependencies();
    const browser = testBrowser(createHandler(deps));
    await browser.track(pageView());
    browser.jar.delete('session');
    const returning = { cookies: [`visitor_id=${browser.jar.get('visitor_id')}`] };
    await Promise.all([1, 2, 3].map(() => browser.track(pageView('/', { nonce: NONCE }), returning)));
    expect([distinct(deps, 'id').size, distinct(deps, 'visitor').size]).toEqual([2, 1]);
  });

  it('is of no matter to who has a session already', async () => {
    const deps = testDependencies();
    const browser = testBrowser(createHandler(deps));
    await browser.track(pageView());
    await browser.track(pageView('/', { nonce: NONCE }));
    expect(distinct(deps, 'id').size).toBe(1);
  });

  it('does not make one visitor of two sites', async () => {
    const deps = testDependencies();
    await testBrowser(createHandler(deps)).track(pageView('/', { nonce: NONCE }));
    await testBrowser(createHandler(deps)).track(pageView('/', { nonce: NONCE }), {
      headers: { origin: 'https://other.example' },
    });
    expect([distinct(deps, 'id').size, distinct(deps, 'browser').size]).toEqual([2, 2]);
  });
});

describe('two browsers behind one address', () => {
  it('are two visitors', async () => {
    const deps = testDependencies();
    const handler = createHandler(deps);
    const [one, two] = [1, 2].map(() => testBrowser(handler, { address: '203.0.113.9' }));
    for (const path of ['/', '/shoes']) {
      await one?.track(pageView(path, { nonce: NONCE }));
      await two?.track(pageView(path, { nonce: NONCE.replace('0', 'f') }));
    }
    expect([distinct(deps, 'id').size, distinct(deps, 'visitor').size]).toEqual([2, 2]);
  });
});
