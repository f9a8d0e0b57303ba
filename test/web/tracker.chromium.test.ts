import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { TrackedEvent } from '../../web/tracker/wire.ts';
import { describeWith } from '../servers/servers.ts';
import { buildTracker } from './buildTracker.ts';
import { launchChromium, startChromium } from './chromium.ts';
import { told } from './endpoint.ts';
import { startTrackingServer, type TrackingServer } from './trackingServer.ts';

const script = await buildTracker();
let shop: TrackingServer;
/** Another origin than the shop's pages: `localhost` and `127.0.0.1` are two. */
const elsewhere = () => shop.origin.replace('127.0.0.1', 'localhost');
const html = (path: string) => `<!doctype html><title>${path}</title>
  <script src="${path === '/elsewhere' ? elsewhere() : ''}/tracker.js"></script>
  ${path === '/rules' ? '<script type="speculationrules">{"prerender":[{"source":"list","urls":["/b","/c"],"eagerness":"immediate"}]}</script><script>setTimeout(() => document.links[0].click(), 1500)</script>' : ''}
  <a href="/b">b</a>`;

const startShop = () =>
  startTrackingServer((path) => {
    if (path === '/tracker.js') return { script };
    if (path === '/favicon.ico') return undefined;
    return {
      html: html(path),
      headers:
        path === '/served' ? { 'set-cookie': 'footfall_pv=pv-1; Max-Age=30; Path=/; SameSite=Lax' } : {},
    };
  });

/** Waits until the shop has heard of so many events, and a little for any that should not come. */
const heard = async (count: number): Promise<TrackedEvent[]> => {
  await vi.waitFor(() => expect(shop.stored().length).toBeGreaterThanOrEqual(count), { timeout: 10_000 });
  await new Promise((resolve) => setTimeout(resolve, 250));
  return shop.stored();
};
const viewed = (events: readonly TrackedEvent[]) =>
  told(events.filter((event) => event.eventType === 'page_view')).map((view) =>
    view.slice('page_view '.length),
  );
const beacons = () =>
  shop.posts.filter(
    ({ headers, body }) => headers['content-type']?.startsWith('text/plain') && body.events.length > 0,
  );

beforeEach(async () => {
  shop = await startShop();
});
afterEach(() => shop.stop());

describeWith(['chromium'], 'the tracker in Chromium', () => {
  let browser: Browser;
  let profile: BrowserContext;
  let page: Page;
  const errors: Error[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    profile = await browser.newContext();
    page = await profile.newPage();
    errors.length = 0;
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(`${shop.origin}/a?x=1#frag`);
    await heard(1);
  });
  afterEach(async () => {
    expect(errors).toEqual([]);
    await profile.close();
  });
  const push = (path: string) => page.evaluate((to) => history.pushState({}, '', to), path);
  const back = () => page.goBack({ waitUntil: 'commit' }); // a page from the cache never loads

  test('a load is one page view, its nonce in the cookie', async () => {
    expect(shop.stored()).toMatchObject([
      { eventType: 'page_view', path: '/a', url: `${shop.origin}/a?x=1`, title: '/a', referrer: '' },
    ]);
    const [cookie] = await profile.cookies();
    expect(cookie).toMatchObject({
      name: 'footfall_nonce',
      value: shop.posts[0]?.body.nonce,
      sameSite: 'Lax',
      secure: true,
      httpOnly: false,
    });
    expect(shop.posts[0]?.headers.cookie).toContain(`footfall_nonce=${shop.posts[0]?.body.nonce}`);
  });

  test('routes, back and forward are one page view each, the leave in the next one’s post', async () => {
    await push('/one');
    await heard(3);
    await push('/two');
    await heard(5);
    await page.evaluate(() => history.back());
    await heard(7);
    await page.evaluate(() => history.forward());
    expect(viewed(await heard(9))).toEqual(['/a', '/one', '/two', '/one', '/two']);
    expect(shop.posts.map(({ body }) => told(body.events))).toEqual([
      ['page_view /a'],
      ['page_leave /a', 'page_view /one'],
      ['page_leave /one', 'page_view /two'],
      ['page_leave /two', 'page_view /one'],
      ['page_leave /one', 'page_view /two'],
    ]);
    expect(beacons()).toEqual([]);
  });

  test('a page from the back/forward cache is viewed again, and leaves with the time of each stay', async () => {
    await page.evaluate(() => Object.assign(window, { kept: true }));
    await page.click('a');
    await heard(3);
    await back();
    const events = await heard(5);
    expect(await page.evaluate(() => 'kept' in window)).toBe(true);
    // Chromium shows the one before it hides the other.
    expect(told(events).sort()).toEqual([
      'page_leave /a',
      'page_leave /b',
      'page_view /a',
      'page_view /a',
      'page_view /b',
    ]);
    const [ofA, ofB] = events.filter((event) => event.eventType === 'page_leave');
    expect(ofA?.engagedMs).toBeGreaterThan(200);
    expect(ofB?.engagedMs).toBeGreaterThan(200);
    expect((ofA?.engagedMs ?? 0) + (ofB?.engagedMs ?? 0)).toBeLessThan(
      Date.now() - (events[0]?.occurredAt ?? 0),
    );
  });

  test('a reload is a page view', async () => {
    await page.reload();
    expect(told(await heard(3))).toEqual(['page_view /a', 'page_leave /a', 'page_view /a']);
  });

  test('the page that the server has counted is the same view', async () => {
    await page.goto(`${shop.origin}/served`);
    await heard(3);
    await page.goto(`${shop.origin}/b`);
    const views = (await heard(5)).filter((event) => event.eventType === 'page_view');
    expect(views.map((view) => view.eventId === 'pv-1')).toEqual([false, true, false]);
  });

  test('closing tells the last leave by a beacon', async () => {
    await page.close({ runBeforeUnload: true });
    const events = await heard(2);
    expect(told(events)).toEqual(['page_view /a', 'page_leave /a']);
    expect(events[1]?.engagedMs).toBeGreaterThan(200);
    expect(beacons()).toHaveLength(1);
  });

  test('another origin is posted to without a preflight', async () => {
    await page.goto(`${shop.origin}/elsewhere`);
    await heard(3);
    expect(shop.preflights).toEqual([]);
    expect(shop.posts.at(-1)?.headers).toMatchObject({
      'content-type': expect.stringContaining('text/plain'),
      'sec-fetch-mode': 'cors',
    });
  });

  test.each(['not there', 'failing'])(
    'a server that is %s for a while gets everything, once',
    async (fault) => {
      if (fault === 'failing') shop.answers(503);
      else await shop.stop();
      await push('/one');
      await page.evaluate(() => window.footfall?.track('add_to_cart', { productId: 'p1' }));
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await push('/two');
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (fault === 'failing') shop.answers(200);
      else await shop.restart();
      expect(told(await heard(6))).toEqual([
        'page_view /a',
        'page_leave /a',
        'page_view /one',
        'add_to_cart /one',
        'page_leave /one',
        'page_view /two',
      ]);
      await vi.waitFor(
        async () => expect(await page.evaluate(() => sessionStorage.getItem('footfall_outbox'))).toBe('[]'),
        { timeout: 10_000 },
      );
    },
  );

  test('a tab whose last page could not tell tells on its next page', async () => {
    shop.answers(503);
    await push('/one');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const gone = page.goto(`${shop.origin}/b`);
    await page.waitForURL('**/b');
    shop.answers(200);
    await gone;
    expect(told(await heard(5))).toEqual([
      'page_view /a',
      'page_leave /a',
      'page_view /one',
      'page_leave /one',
      'page_view /b',
    ]);
  });
});

describeWith(['chromium'], 'the tracker in a Chromium that nobody drives', () => {
  let chromium: Awaited<ReturnType<typeof startChromium>>;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium.stop());

  test('a hidden tab tells its leave by a beacon, and the rest when it goes for good', async () => {
    const tab = await chromium.open(`${shop.origin}/a`);
    await tab.bringToFront();
    await heard(1);
    const other = await chromium.open('about:blank');
    expect(told(await heard(2))).toEqual(['page_view /a', 'page_leave /a']);
    expect(beacons()).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // not in use
    await tab.bringToFront();
    // Nobody is there to ask whether it is in front yet.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await tab.close();
    const events = await heard(3);
    expect(told(events)).toEqual(['page_view /a', 'page_leave /a', 'page_leave /a']);
    const [first, rest] = events.filter((event) => event.eventType === 'page_leave');
    expect(rest?.engagedMs).toBeGreaterThan(100);
    expect((first?.engagedMs ?? 0) + (rest?.engagedMs ?? 0)).toBeLessThan(
      (rest?.occurredAt ?? 0) - (events[0]?.occurredAt ?? 0) - 700,
    );
    await other.close();
  });

  test('a page prerendered by speculation rules is viewed when it is opened; one that never is, never', async () => {
    const tab = await chromium.open(`${shop.origin}/rules`);
    await tab.bringToFront();
    const events = await heard(3);
    expect(shop.pages).toEqual(expect.arrayContaining(['/b', '/c'])); // both were fetched
    expect(viewed(events)).toEqual(['/rules', '/b']);
    await tab.close();
  });
});
