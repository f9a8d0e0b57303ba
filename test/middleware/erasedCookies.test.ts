import { expect, it } from 'vitest';
import { createHandler } from '../../functions/track/createHandler.ts';
import type { BrowserId, SessionId } from '../../src/domain/ids.ts';
import { SESSION_IDLE_MS } from '../../src/domain/sessions/session.ts';
import {
  distinct,
  pageView,
  type TestDependencies,
  testBrowser,
  testDependencies,
} from '../support/testShop.ts';

const YEAR_MS = 365 * 24 * 60 * 60_000;

const eraseAll = (deps: TestDependencies) =>
  deps.hotSessions.erase({
    site: deps.sites[0].id,
    browsers: [...distinct(deps, 'browser')] as BrowserId[],
    visitors: [],
    sessions: deps.messages.map(({ session }) => ({ id: session.id as SessionId, browser: session.browser })),
    nowMs: deps.now(),
    untilMs: deps.now() + YEAR_MS,
  });

/** A browser that came once and whose person was erased since. */
const erasedBrowser = async (body: object = pageView('/')) => {
  const deps = testDependencies();
  const browser = testBrowser(createHandler(deps));
  await browser.track(body);
  expect(await eraseAll(deps)).toBe(1);
  const old = distinct(deps, 'browser');
  deps.messages.length = 0;
  return { deps, browser, isOld: (id: string) => old.has(id) };
};

it.each([
  ['at once', 0],
  ['after its session is over, by the visitor cookie alone', SESSION_IDLE_MS + 1],
])('an erased browser’s cookies count as absent, %s', async (_, laterMs) => {
  const { deps, browser, isOld } = await erasedBrowser();
  deps.clock.nowMs += laterMs;
  const answer = await browser.track(pageView('/shoes'));
  expect(answer.statusCode).toBe(200);
  expect([...distinct(deps, 'browser')].map(isOld)).toEqual([false]);
  expect(deps.messages[0]?.events[0]).toMatchObject({
    type: 'session_started',
    context: { newBrowser: true },
  });
  expect(deps.counts.get('cookie_erased')).toBe(1);

  await browser.track(pageView('/hats'));
  expect(distinct(deps, 'browser').size).toBe(1);
  expect(deps.counts.get('cookie_erased')).toBe(1);
});

it('parallel first requests after it are one new browser, by their page’s nonce', async () => {
  const { deps, browser } = await erasedBrowser();
  const cookies = [...browser.jar].map(([name, value]) => `${name}=${value}`);
  const nonce = 'a'.repeat(32);
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => browser.track(pageView(`/${index}`, { nonce }), { cookies })),
  );
  expect(distinct(deps, 'browser').size).toBe(1);
  expect(distinct(deps, 'id').size).toBe(1);
});

it('the very page that was erased does not come back by its nonce', async () => {
  const { deps, browser, isOld } = await erasedBrowser(pageView('/', { nonce: 'b'.repeat(32) }));
  await browser.track(pageView('/again', { nonce: 'b'.repeat(32) }));
  expect([...distinct(deps, 'browser')].map(isOld)).toEqual([false]);
});
