import { CookieJar } from 'jsdom';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEndpoint, type Endpoint, told } from './endpoint.ts';
import { openPage, type Page, type PageOptions } from './page.ts';

const MINUTE_MS = 60_000;
let endpoint: Endpoint;
let pages: Page[];
const open = async (options: Partial<PageOptions> = {}): Promise<Page> => {
  const page = await openPage({ endpoint, ...options });
  pages.push(page);
  return page;
};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T12:00:00Z') });
  endpoint = createEndpoint();
  pages = [];
});
afterEach(() => {
  expect(pages.flatMap((page) => page.errors)).toEqual([]);
  for (const page of pages) page.window.close();
  vi.useRealTimers();
});

describe('page views', () => {
  test('a load is one page view, with what the server needs to know', async () => {
    await open({
      url: 'https://shop.example/cart?utm_source=x#token=1',
      referrer: 'https://search.example/',
      title: 'Cart',
    });
    expect(endpoint.arrivals).toHaveLength(1);
    expect(endpoint.arrivals[0]?.body).toEqual({
      events: [
        {
          eventType: 'page_view',
          eventId: expect.stringMatching(/^[\da-f]{32}$/),
          occurredAt: Date.parse('2026-11-22T12:00:00Z'),
          path: '/cart',
          url: 'https://shop.example/cart?utm_source=x',
          title: 'Cart',
          referrer: 'https://search.example/',
        },
      ],
      nonce: expect.stringMatching(/^[\da-f]{32}$/),
      sentAt: Date.parse('2026-11-22T12:00:00Z'),
    });
  });

  test('each route is one page view, forwards and backwards, with the page before as its referrer', async () => {
    const page = await open();
    page.push('/a');
    page.push('/b');
    await page.pass(100);
    page.window.history.back();
    await vi.waitFor(() => expect(page.window.location.pathname).toBe('/a'), { timeout: 10_000 });
    await page.pass(100);
    const views = endpoint.stored().filter((event) => event.eventType === 'page_view');
    expect(told(views)).toEqual(['page_view /', 'page_view /a', 'page_view /b', 'page_view /a']);
    expect(views.map((view) => view.referrer)).toEqual([
      '',
      'https://shop.example/',
      'https://shop.example/a',
      'https://shop.example/b',
    ]);
  });

  test.each([
    ['the same path pushed again', (page: Page) => page.push('/')],
    ['another query', (page: Page) => page.push('/?colour=red')],
    ['state replaced', (page: Page) => page.window.history.replaceState({ scroll: 7 }, '')],
    ['a link to a fragment', (page: Page) => page.window.location.assign('#reviews')],
  ])('%s is none', async (_, change) => {
    const page = await open();
    change(page);
    await page.pass(1_000);
    expect(told(endpoint.events())).toEqual(['page_view /']);
  });

  test('a replaced path is one', async () => {
    const page = await open();
    page.window.history.replaceState({}, '', '/login');
    await page.pass(100);
    expect(told(endpoint.events()).at(-1)).toBe('page_view /login');
  });

  test('the fragment is a part of the path where data-hash says so', async () => {
    const page = await open({ attributes: 'data-hash', url: 'https://shop.example/#/a?q=1' });
    page.window.location.hash = '#/b';
    await vi.waitFor(() => expect(endpoint.events()).toHaveLength(3), { timeout: 10_000 });
    expect(told(endpoint.events())).toEqual(['page_view /#/a', 'page_leave /#/a', 'page_view /#/b']);
  });

  test('the title is the one that the router has set when the page has settled', async () => {
    const page = await open({ title: 'Home' });
    page.push('/a');
    await page.pass(30);
    page.window.document.title = 'A';
    await page.pass(100);
    expect(endpoint.events().map((event) => event.title)).toEqual(['Home', undefined, 'A']);
  });

  test('a page that comes back from the back/forward cache is viewed again', async () => {
    const page = await open({ referrer: 'https://search.example/' });
    await page.pass(1_000);
    page.leave();
    await page.pass(5_000);
    page.comeBack();
    await page.pass(100);
    expect(told(endpoint.stored())).toEqual(['page_view /', 'page_leave /', 'page_view /']);
    expect(endpoint.events().at(-1)?.referrer).toBeUndefined();
  });

  test('a prerendered page is viewed when somebody sees it, and leaves no trace before', async () => {
    const page = await open({
      attributes: 'data-debug',
      before: (window) =>
        Object.defineProperty(window.document, 'prerendering', { value: true, configurable: true }),
    });
    page.track('early');
    await page.pass(10_000);
    expect(endpoint.arrivals).toEqual([]);
    expect(page.window.document.cookie).toBe('');
    Object.defineProperty(page.window.document, 'prerendering', { value: false });
    page.window.document.dispatchEvent(new page.window.Event('prerenderingchange'));
    await page.pass(100);
    expect(told(endpoint.events())).toEqual(['page_view /', 'early /']);
  });

  test('the script on the page twice counts once', async () => {
    const page = await open();
    const again = page.window.document.createElement('script');
    again.text = page.window.document.querySelector('script')?.text ?? '';
    page.window.document.body.append(again);
    page.push('/a');
    await page.pass(100);
    expect(told(endpoint.events())).toEqual(['page_view /', 'page_leave /', 'page_view /a']);
  });

  test("what the page's own pushState throws is the page's own, and its result is unharmed", async () => {
    const page = await open();
    expect(() => page.window.history.pushState({}, '', 'https://other.example/')).toThrow(
      /cannot update history/,
    );
    expect(page.window.history.pushState({ n: 1 }, '', '/b')).toBeUndefined();
    expect(page.window.history.state).toEqual({ n: 1 });
  });
});

describe('the page view that the server has counted', () => {
  const served = (jar: CookieJar) =>
    jar.setCookieSync('footfall_pv=pv-1234; Path=/', 'https://shop.example/');

  test('lends its id to the first view, once', async () => {
    const cookies = new CookieJar();
    served(cookies);
    const page = await open({ cookies });
    page.push('/a');
    await page.pass(100);
    await open({ cookies });
    const views = endpoint.events().filter((event) => event.eventType === 'page_view');
    expect(views.map((view) => view.eventId === 'pv-1234')).toEqual([true, false, false]);
    expect(page.window.document.cookie).not.toContain('footfall_pv');
  });

  test('is that of the page that set it, not of a later route', async () => {
    const cookies = new CookieJar();
    const page = await open({ cookies });
    served(cookies);
    page.push('/a');
    await page.pass(100);
    expect(endpoint.events().map((event) => event.eventId)).not.toContain('pv-1234');
  });
});

describe('leaving', () => {
  const leaves = () => endpoint.stored().filter((event) => event.eventType === 'page_leave');

  test('the leave travels in the next page view’s post', async () => {
    const page = await open();
    await page.pass(4_900);
    page.push('/a');
    await page.pass(100);
    expect(endpoint.arrivals.map(({ by, body }) => [by, told(body.events)])).toEqual([
      ['fetch', ['page_view /']],
      ['fetch', ['page_leave /', 'page_view /a']],
    ]);
    expect(leaves()[0]).toMatchObject({ path: '/', url: 'https://shop.example/', engagedMs: 5_000 });
  });

  test('the last one is one beacon, however many events tell of the end', async () => {
    const page = await open();
    await page.pass(1_900);
    page.leave();
    expect(endpoint.arrivals.map(({ by, body }) => [by, told(body.events)])).toEqual([
      ['fetch', ['page_view /']],
      ['beacon', ['page_leave /']],
    ]);
    expect(endpoint.arrivals[1]?.url).toBe('https://shop.example/track');
    expect(leaves()[0]?.engagedMs).toBe(2_000);
  });

  test('a page closed before its view was sent tells both in the beacon', async () => {
    const page = await openPage({
      endpoint,
      before: (window) => window.setTimeout(() => window.dispatchEvent(new window.Event('pagehide')), 0),
    });
    pages.push(page);
    expect(endpoint.arrivals[0]?.by).toBe('beacon');
    expect(told(endpoint.arrivals[0]?.body.events ?? [])).toEqual(['page_view /', 'page_leave /']);
  });

  test('a tab that comes back tells the rest in the next leave: the leaves add up', async () => {
    const page = await open();
    await page.pass(900);
    page.hide();
    await page.pass(60_000);
    page.show();
    await page.pass(2_000);
    page.push('/a');
    await page.pass(100);
    expect(leaves().map((event) => [event.path, event.engagedMs])).toEqual([
      ['/', 1_000],
      ['/', 2_000],
    ]);
  });

  test('a tab that only flickers tells nothing twice', async () => {
    const page = await open();
    page.hide();
    page.show();
    page.hide();
    page.show();
    expect(leaves()).toHaveLength(1);
  });

  test('time counts while the window has the focus, and 30 minutes at most', async () => {
    const page = await open();
    page.focus(false);
    await page.pass(10_000);
    page.focus(true);
    await page.pass(900);
    page.push('/a');
    await page.pass(90 * MINUTE_MS);
    page.push('/b');
    await page.pass(100);
    expect(leaves().map((event) => event.engagedMs)).toEqual([1_000, 30 * MINUTE_MS]);
  });

  test('a browser that takes no beacon gets a post', async () => {
    const page = await open();
    Object.defineProperty(page.window.navigator, 'sendBeacon', { value: () => false });
    page.leave();
    await page.pass(0);
    expect(endpoint.arrivals.map(({ by, body }) => [by, told(body.events)])).toEqual([
      ['fetch', ['page_view /']],
      ['fetch', ['page_leave /']],
    ]);
  });
});

describe('nothing is lost', () => {
  test('a beacon is not an answer: what it held travels again with the tab’s next page, under the same id', async () => {
    const first = await open();
    first.leave();
    await open({ after: first, url: 'https://shop.example/b' });
    expect(endpoint.arrivals.map(({ body }) => told(body.events))).toEqual([
      ['page_view /'],
      ['page_leave /'],
      ['page_leave /', 'page_view /b'],
    ]);
    expect(told(endpoint.stored())).toEqual(['page_view /', 'page_leave /', 'page_view /b']);
  });

  test('what was confirmed is sent no more', async () => {
    const first = await open();
    expect(first.window.sessionStorage.getItem('footfall_outbox')).toBe('[]');
    await open({ after: first });
    expect(endpoint.events()).toHaveLength(2);
  });

  test.each(['down', 429, 500, 503] as const)(
    'an endpoint that answers %s gets the same events again, ever less often, until it takes them',
    async (reply) => {
      endpoint.replies(reply);
      const page = await open();
      await page.pass(10 * MINUTE_MS);
      const attempts = endpoint.arrivals.length;
      expect(attempts).toBeGreaterThan(8);
      expect(attempts).toBeLessThan(14);
      endpoint.replies(200);
      await page.pass(5 * MINUTE_MS);
      expect(endpoint.arrivals).toHaveLength(attempts + 1);
      expect(endpoint.stored()).toHaveLength(1);
    },
  );

  test('the next event, and the network’s return, are a reason to try at once', async () => {
    endpoint.replies('down');
    const page = await open();
    await page.pass(10 * MINUTE_MS);
    const attempts = endpoint.arrivals.length;
    page.track('wish');
    await page.pass(0);
    page.window.dispatchEvent(new page.window.Event('online'));
    await page.pass(0);
    expect(endpoint.arrivals.slice(attempts).map(({ body }) => told(body.events))).toEqual([
      ['page_view /', 'wish /'],
      ['page_view /', 'wish /'],
    ]);
  });

  test('after an answer, retries begin anew with a short wait', async () => {
    endpoint.replies('down');
    const page = await open();
    await page.pass(10 * MINUTE_MS);
    endpoint.replies(200);
    await page.pass(5 * MINUTE_MS);
    endpoint.replies('down');
    page.track('wish');
    await page.pass(0);
    endpoint.replies(200);
    const attempts = endpoint.arrivals.length;
    await page.pass(1_000);
    expect(endpoint.arrivals).toHaveLength(attempts + 1);
  });

  test('one post is under way at a time, and a beacon does not repeat it', async () => {
    endpoint.replies('silent');
    const page = await open();
    page.track('wish');
    await page.pass(1_000);
    expect(endpoint.arrivals).toHaveLength(1);
    page.leave();
    expect(endpoint.arrivals.map(({ by, body }) => [by, told(body.events)])).toEqual([
      ['fetch', ['page_view /']],
      ['beacon', ['wish /', 'page_leave /']],
    ]);
  });

  test('what the last page left behind is sent even by a page that views nothing', async () => {
    endpoint.replies('down');
    const first = await open();
    first.leave();
    endpoint.replies(200);
    const sent = endpoint.arrivals.length;
    await open({ after: first, attributes: 'data-auto="false"' });
    expect(endpoint.arrivals.slice(sent).map(({ body }) => told(body.events))).toEqual([
      ['page_view /', 'page_leave /'],
    ]);
  });

  test.each([503, 429])('Retry-After of a %i is waited for, by new events too', async (status) => {
    endpoint.replies({ status, retryAfter: '120' });
    const page = await open();
    endpoint.replies(200);
    page.push('/a');
    await page.pass(119_000);
    expect(endpoint.arrivals).toHaveLength(1);
    await page.pass(2_000);
    expect(told(endpoint.arrivals[1]?.body.events ?? [])).toEqual([
      'page_view /',
      'page_leave /',
      'page_view /a',
    ]);
  });

  test.each(['a date', '-5', '99999999999'])(
    'a Retry-After of %s stops nothing for good',
    async (retryAfter) => {
      endpoint.replies({ status: 503, retryAfter });
      const page = await open();
      endpoint.replies(200);
      await page.pass(61 * MINUTE_MS);
      expect(endpoint.arrivals).toHaveLength(2);
    },
  );

  test('a server that is away over several pages of the tab gets everything, once', async () => {
    endpoint.replies('down');
    const first = await open({ url: 'https://shop.example/1' });
    first.push('/2');
    await first.pass(100);
    Object.defineProperty(first.window.navigator, 'sendBeacon', { value: () => true }); // and drops it
    first.leave();
    const second = await open({ after: first, url: 'https://shop.example/3' });
    endpoint.replies(200);
    second.push('/4');
    await second.pass(MINUTE_MS);
    expect(told(endpoint.arrivals.at(-1)?.body.events ?? [])).toEqual([
      'page_view /1',
      'page_leave /1',
      'page_view /2',
      'page_leave /2',
      'page_view /3',
      'page_leave /3',
      'page_view /4',
    ]);
  });

  test('a page that comes back does not repeat what another page of the tab has sent for it', async () => {
    const first = await open();
    first.leave();
    const second = await open({ after: first, url: 'https://shop.example/b' });
    const kept = second.window.sessionStorage.getItem('footfall_outbox') ?? '';
    first.window.sessionStorage.setItem('footfall_outbox', kept);
    first.comeBack();
    await first.pass(100);
    expect(told(endpoint.arrivals.at(-1)?.body.events ?? [])).toEqual(['page_view /']);
  });

  test.each([403, 413, 415])(
    '%s will not change by a retry: dropped, and said with data-debug',
    async (status) => {
      const warn = vi.fn();
      endpoint.replies(status);
      const page = await open({
        attributes: 'data-debug',
        before: (window) => Object.assign(window.console, { warn }),
      });
      await page.pass(10 * MINUTE_MS);
      expect(endpoint.arrivals).toHaveLength(1);
      expect(warn).toHaveBeenCalledExactlyOnceWith('footfall:', 'refused', status, endpoint.events());
      expect(page.window.sessionStorage.getItem('footfall_outbox')).toBe('[]');
    },
  );

  test('a bad event takes no good one with it', async () => {
    const warn = vi.fn();
    endpoint.replies(({ events }) => (events.some((event) => event.eventType === 'bad') ? 400 : 200));
    const page = await open({ before: (window) => Object.assign(window.console, { warn }) });
    for (let n = 0; n < 40; n++) page.track(n === 33 ? 'bad' : `good${n}`);
    await page.pass(1_000);
    const accepted = endpoint.arrivals.filter(({ body }) =>
      body.events.every((event) => event.eventType !== 'bad'),
    );
    expect(accepted.flatMap(({ body }) => body.events)).toHaveLength(40);
    expect(page.window.sessionStorage.getItem('footfall_outbox')).toBe('[]');
    expect(endpoint.arrivals.length).toBeLessThan(20);
    expect(warn).not.toHaveBeenCalled(); // without data-debug
  });

  test('a title of any length, on a view as large as one may be, stops nothing', async () => {
    const page = await open({ title: 'ü'.repeat(80_000), attributes: 'data-auto="false"' });
    page.track('page_view', { text: 'x'.repeat(58_700) });
    page.track('wish');
    await page.pass(1_000);
    expect(told(endpoint.stored())).toEqual(['page_view /', 'wish /']);
    const sizes = endpoint.arrivals.map(({ init }) => Buffer.byteLength(String(init?.body)));
    expect(Math.max(...sizes)).toBeLessThan(64 * 1024);
  });

  test('a post holds 50 events and 60 kB at most', async () => {
    endpoint.replies('down');
    const page = await open();
    for (let n = 0; n < 120; n++) page.track('wish', { note: 'ü'.repeat(900) });
    endpoint.replies(200);
    await page.pass(2_000);
    const sizes = endpoint.arrivals.map(({ init }) => Buffer.byteLength(String(init?.body)));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(60_000);
    for (let n = 0; n < 120; n++) page.track('wish');
    await page.pass(2_000);
    expect(Math.max(...endpoint.arrivals.map(({ body }) => body.events.length))).toBe(50);
    expect(endpoint.stored()).toHaveLength(241);
  });

  test('the beacon of a long outage holds the newest events', async () => {
    endpoint.replies('down');
    const page = await open();
    for (let n = 0; n < 120; n++) page.track(`wish${n}`);
    await page.pass(100);
    page.leave();
    const beacon = endpoint.arrivals.at(-1);
    expect([beacon?.by, beacon?.body.events.length]).toEqual(['beacon', 50]);
    expect(told(beacon?.body.events ?? []).slice(-2)).toEqual(['wish119 /', 'page_leave /']);
  });

  test('an outage of a whole day keeps the newest 500', async () => {
    endpoint.replies('down');
    const page = await open();
    for (let n = 0; n < 600; n++) page.track(`wish${n}`);
    const kept = JSON.parse(page.window.sessionStorage.getItem('footfall_outbox') ?? '[]');
    expect([kept.length, kept.at(-1).eventType]).toEqual([500, 'wish599']);
  });

  test('an answer that never comes is given up after 15 s, and the post repeated', async () => {
    endpoint.replies('silent');
    const page = await open();
    endpoint.replies(200);
    await page.pass(14_000);
    expect(endpoint.arrivals).toHaveLength(1);
    await page.pass(2_000);
    expect(endpoint.arrivals).toHaveLength(2);
    expect(endpoint.stored()).toHaveLength(1);
  });

  test('what another tracker of the tab has stored stays there', async () => {
    const page = await open();
    const other = JSON.stringify([{ eventId: 'of-a-frame' }]);
    page.window.sessionStorage.setItem('footfall_outbox', other);
    page.track('wish');
    await page.pass(100);
    expect(told(endpoint.events())).toEqual(['page_view /', 'wish /']);
    expect(page.window.sessionStorage.getItem('footfall_outbox')).toBe(other);
  });

  const refuses = (window: { Storage: { prototype: Storage } }, ...methods: ('getItem' | 'setItem')[]) => {
    for (const method of methods) {
      window.Storage.prototype[method] = () => {
        throw new DOMException('no', 'QuotaExceededError');
      };
    }
  };
  test.each([
    ['is full', (window: never) => refuses(window, 'setItem')],
    ['is refused', (window: never) => refuses(window, 'getItem', 'setItem')],
    [
      'may not even be looked at',
      (window: object) =>
        Object.defineProperty(window, 'sessionStorage', {
          get: () => {
            throw new DOMException('no', 'SecurityError');
          },
        }),
    ],
    [
      'holds something else',
      (window: { sessionStorage: Storage }) => window.sessionStorage.setItem('footfall_outbox', '{"a":1}'),
    ],
  ])('storage that %s costs nothing but the copy', async (_, spoil) => {
    endpoint.replies('down');
    const page = await open({ before: (window) => spoil(window as never) });
    page.push('/a');
    await page.pass(100);
    endpoint.replies(200);
    await page.pass(10_000);
    expect(told(endpoint.arrivals.at(-1)?.body.events ?? [])).toEqual([
      'page_view /',
      'page_leave /',
      'page_view /a',
    ]);
    const confirmed = endpoint.arrivals.length;
    await page.pass(MINUTE_MS);
    expect(endpoint.arrivals).toHaveLength(confirmed);
  });
});

describe('the nonce', () => {
  const nonces = () => endpoint.arrivals.map(({ body }) => body.nonce);
  const forget = (cookies: CookieJar) =>
    cookies.setCookieSync('footfall_nonce=; Max-Age=0; Path=/', 'https://shop.example/');

  test('is in a cookie before anything is sent, for the shop’s own requests to carry', async () => {
    const cookies = new CookieJar();
    await open({ cookies });
    const [cookie] = cookies.getCookiesSync('https://shop.example/');
    expect(cookie).toMatchObject({
      key: 'footfall_nonce',
      value: nonces()[0],
      maxAge: 60,
      path: '/',
      sameSite: 'lax',
      secure: true,
      httpOnly: false,
      hostOnly: true,
    });
  });

  test('is without Secure on a plain http address, where the browser would not keep it', async () => {
    const page = await open({ url: 'http://shop.example/' });
    expect(page.window.document.cookie).toBe(`footfall_nonce=${nonces()[0]}`);
  });

  test('is that of the cookie where there is one, and only where it is well formed', async () => {
    const cookies = new CookieJar();
    const known = '0123456789abcdef0123456789abcdef';
    cookies.setCookieSync(`footfall_nonce=${known}; Path=/`, 'https://shop.example/');
    await open({ cookies });
    expect(cookies.getCookiesSync('https://shop.example/')[0]).not.toMatchObject({ maxAge: 60 }); // nor prolonged
    cookies.setCookieSync('footfall_nonce=x; Path=/', 'https://shop.example/');
    await open({ cookies });
    expect(nonces()[0]).toBe(known);
    expect(nonces()[1]).toMatch(/^[\da-f]{32}$/);
    expect(nonces()[1]).not.toBe(known);
  });

  test('stays while the server hears of the page, and is a new one after 25 minutes without', async () => {
    const page = await open();
    for (const path of ['/a', '/b', '/c']) {
      await page.pass(24 * MINUTE_MS);
      page.push(path);
    }
    await page.pass(26 * MINUTE_MS);
    page.push('/d');
    await page.pass(100);
    expect(new Set(nonces().slice(0, 4)).size).toBe(1);
    expect(nonces()[4]).not.toBe(nonces()[3]);
  });

  test('is new in the cookie already when an idle tab is shown again', async () => {
    const cookies = new CookieJar();
    const page = await open({ cookies });
    page.hide();
    await page.pass(26 * MINUTE_MS);
    page.show();
    const [cookie] = cookies.getCookiesSync('https://shop.example/');
    expect(cookie?.value).toMatch(/^[\da-f]{32}$/);
    expect(cookie?.value).not.toBe(nonces()[0]);
    page.push('/a');
    await page.pass(100);
    expect(nonces().at(-1)).toBe(cookie?.value);
  });

  test('is renewed too while posts go unanswered: the session ends without an answer', async () => {
    const page = await open();
    endpoint.replies('down');
    page.push('/a');
    await page.pass(31 * MINUTE_MS);
    expect(nonces().at(-1)).not.toBe(nonces()[0]);
  });

  test('is kept for the next page of the tab while it is unanswered: the same events are of the same browser then', async () => {
    endpoint.replies('down');
    const cookies = new CookieJar();
    const first = await open({ cookies });
    await first.pass(10 * MINUTE_MS);
    forget(cookies); // its minute is over: the jar has a clock of its own
    endpoint.replies(200);
    const second = await open({ cookies, after: first });
    await second.pass(100);
    expect(new Set(nonces()).size).toBe(1);
    expect(cookies.getCookiesSync('https://shop.example/')[0]).toMatchObject({ value: nonces()[0] });
    expect(second.window.sessionStorage.getItem('footfall_nonce')).toBeNull();
    forget(cookies);
    await open({ cookies, after: second });
    expect(nonces().at(-1)).not.toBe(nonces()[0]);
  });

  test.each(['[0,"0123456789abcdef0123456789abcdef"]', 'x', '{"a":1}', '[]'])(
    'is no old one, and nothing else that was kept: %s',
    async (kept) => {
      await open({ before: (window) => window.sessionStorage.setItem('footfall_nonce', kept) });
      expect(nonces()[0]).toMatch(/^[\da-f]{32}$/);
      expect(kept).not.toContain(nonces()[0]);
    },
  );

  test('is in the body alone on a page that may have no cookies', async () => {
    await open({
      before: (window) =>
        Object.defineProperty(window.document, 'cookie', {
          get: () => {
            throw new DOMException('no', 'SecurityError');
          },
          set: () => {
            throw new DOMException('no', 'SecurityError');
          },
        }),
    });
    expect(nonces()).toEqual([expect.stringMatching(/^[\da-f]{32}$/)]);
  });
});

describe('footfall.track', () => {
  test('sends an event of the shop’s own, as it was when it happened', async () => {
    const page = await open();
    const item = { productId: 'p1', quantity: 1 };
    page.track('add_to_cart', item);
    item.quantity = 9;
    await page.pass(0);
    expect(endpoint.events()[1]).toMatchObject({
      eventType: 'add_to_cart',
      path: '/',
      properties: { productId: 'p1', quantity: 1 },
    });
  });

  test('keeps the calls made before it had loaded, in order, behind the page view', async () => {
    const page = await open({
      before: (window) =>
        window.eval(
          'window.footfall = window.footfall || ((q) => ({ queue: q, track: (...call) => q.push(call) }))([]); footfall.track("a"); footfall.track("b", { n: 1 }); window.stub = footfall.track;',
        ),
    });
    Reflect.get(page.window, 'stub')('c');
    await page.pass(0);
    expect(told(endpoint.events())).toEqual(['page_view /', 'a /', 'b /', 'c /']);
    expect(endpoint.events()[2]?.properties).toEqual({ n: 1 });
  });

  test.each([
    [
      'a cycle',
      () => {
        const cycle: Record<string, unknown> = {};
        cycle.self = cycle;
        return cycle;
      },
    ],
    ['a BigInt', () => ({ n: 1n })],
    [
      'a getter that throws',
      () => ({
        get boom() {
          throw new Error('boom');
        },
      }),
    ],
    ['more than a post holds', () => ({ text: 'x'.repeat(60_000) })],
  ])('drops properties with %s, and harms neither the page nor other events', async (_, properties) => {
    const page = await open();
    page.track('odd', properties());
    page.track('fine');
    await page.pass(0);
    expect(told(endpoint.events())).toEqual(['page_view /', 'fine /']);
  });
});

describe('data attributes', () => {
  test('data-auto="false": page views are the page’s own to tell', async () => {
    const page = await open({ attributes: 'data-auto="false"' });
    page.push('/a');
    await page.pass(1_000);
    expect(endpoint.arrivals).toEqual([]);
    page.track('page_view', { template: 'list' });
    await page.pass(900);
    page.track('page_view');
    await page.pass(100);
    expect(told(endpoint.events())).toEqual(['page_view /a', 'page_leave /a', 'page_view /a']);
    expect(endpoint.events()[0]?.properties).toEqual({ template: 'list' });
    expect(endpoint.events()[1]?.engagedMs).toBe(900);
  });

  test('data-endpoint and data-site say where to post, and for whom', async () => {
    await open({ attributes: 'data-endpoint="https://t.other.example/track" data-site="shop-2"' });
    expect(endpoint.arrivals[0]).toMatchObject({
      url: 'https://t.other.example/track',
      body: { site: 'shop-2' },
      init: { credentials: 'include', keepalive: true, headers: { 'content-type': 'text/plain' } },
    });
  });

  test('on its own origin the post is JSON', async () => {
    await open();
    expect(endpoint.arrivals[0]).toMatchObject({
      url: 'https://shop.example/track',
      init: { credentials: 'include', keepalive: true, headers: { 'content-type': 'application/json' } },
    });
  });

  const refusing = (window: { navigator: object }) => {
    Object.defineProperty(window.navigator, 'globalPrivacyControl', { value: true });
    Object.defineProperty(window.navigator, 'doNotTrack', { value: '1' });
  };
  test.each(['data-respect-gpc', 'data-respect-dnt="true"'])(
    '%s: nothing at all where the browser refuses',
    async (attributes) => {
      const page = await open({ attributes, before: refusing });
      page.track('wish');
      page.push('/a');
      page.leave();
      await page.pass(MINUTE_MS);
      expect(endpoint.arrivals).toEqual([]);
      expect(page.window.document.cookie).toBe('');
      expect(page.window.sessionStorage).toHaveLength(0);
    },
  );

  test('without them, or without a refusal, the server decides', async () => {
    await open({ before: refusing });
    await open({ attributes: 'data-respect-gpc data-respect-dnt' });
    await open({ attributes: 'data-respect-gpc="false"', before: refusing });
    expect(endpoint.arrivals).toHaveLength(3);
  });
});
