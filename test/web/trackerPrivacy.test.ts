import { readFileSync } from 'node:fs';
import { CookieJar } from 'jsdom';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Footfall } from '../../web/tracker/tracker.ts';
import type { TrackPost } from '../../web/tracker/wire.ts';
import { createEndpoint, type Endpoint, told } from './endpoint.ts';
import { openPage, type Page, type PageOptions } from './page.ts';

const MINUTE_MS = 60_000;
const NEEDED = { status: 200, body: { ok: true, accepted: 0, consent: 'needed' } };
const CONSENT = 'data-privacy="consent"';
let endpoint: Endpoint;
let pages: Page[];
const open = async (options: Partial<PageOptions> = {}): Promise<Page> => {
  const page = await openPage({ endpoint, ...options });
  pages.push(page);
  return page;
};
const consent = (page: Page, given?: boolean): boolean | undefined => page.window.footfall?.consent(given);

/** What a browser keeps for the page: names of cookies, and of what is in storage. */
const kept = ({ window: { document, sessionStorage, localStorage } }: Page): string[] =>
  [
    ...document.cookie.split('; ').flatMap((pair) => pair.split('=', 1)),
    ...Object.keys(sessionStorage),
    ...Object.keys(localStorage),
  ].filter((name) => name !== '');

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T12:00:00Z') });
  endpoint = createEndpoint();
  pages = [];
});
afterEach(() => {
  expect(pages.flatMap((page) => page.errors)).toEqual([]);
  for (const page of pages) page.window.close();
  vi.useRealTimers();
});

describe('a page that asks for consent', () => {
  test('does nothing at all before it', async () => {
    const page = await open({ attributes: CONSENT });
    page.track('wish');
    page.push('/a');
    await page.pass(MINUTE_MS);
    page.leave();
    page.comeBack();
    await page.pass(30 * MINUTE_MS);
    expect(endpoint.arrivals).toEqual([]);
    expect(kept(page)).toEqual([]);
    expect(consent(page)).toBe(false);
  });

  test('tracks from then on: the page one is on first, and nothing of before', async () => {
    const page = await open({ attributes: CONSENT, referrer: 'https://search.example/' });
    page.track('wish');
    page.push('/a');
    await page.pass(MINUTE_MS);
    expect(consent(page, true)).toBe(true);
    await page.pass(100);
    page.push('/b');
    await page.pass(100);
    expect(told(endpoint.stored())).toEqual(['page_view /a', 'page_leave /a', 'page_view /b']);
    expect(endpoint.events()[0]?.referrer).toBe('https://search.example/');
    expect(endpoint.arrivals.every(({ body }) => body.consent)).toBe(true);
    // Its use before is not told.
    expect(endpoint.stored()[1]?.engagedMs).toBeLessThan(1_000);
    expect(consent(page)).toBe(true);
  });

  test('remembers it in a readable cookie, for a year', async () => {
    const cookies = new CookieJar();
    const page = await open({ attributes: CONSENT, cookies });
    consent(page, true);
    const [cookie] = cookies
      .getCookiesSync('https://shop.example/')
      .filter(({ key }) => key === 'footfall_consent');
    expect(cookie).toMatchObject({ value: '1', path: '/', secure: true, httpOnly: false, sameSite: 'lax' });
    expect(cookie?.maxAge).toBe(365 * 24 * 60 * 60);
    await open({ attributes: CONSENT, cookies, url: 'https://shop.example/later' });
    expect(told(endpoint.events())).toContain('page_view /later');
  });

  test('takes a consent that the shop’s own banner has set', async () => {
    const cookies = new CookieJar();
    cookies.setCookieSync('footfall_consent=1; Path=/', 'https://shop.example/');
    await open({ attributes: CONSENT, cookies });
    expect(told(endpoint.events())).toEqual(['page_view /']);
  });

  test('with data-auto="false" tracks what the page tells once it is given', async () => {
    const page = await open({ attributes: `${CONSENT} data-auto="false"` });
    consent(page, true);
    page.track('wish');
    await page.pass(100);
    expect(told(endpoint.events())).toEqual(['wish /']);
  });

  test('forgets all when it is withdrawn, and tells the endpoint once, for the cookies that no script can take away', async () => {
    const page = await open({ attributes: CONSENT });
    consent(page, true);
    await page.pass(100);
    endpoint.replies('down');
    page.track('wish');
    await page.pass(100);
    expect(kept(page)).toEqual(['footfall_consent', 'footfall_nonce', 'footfall_outbox']);
    const before = endpoint.arrivals.length;
    endpoint.replies(200);
    expect(consent(page, false)).toBe(false);
    page.track('late');
    page.push('/b');
    await page.pass(30 * MINUTE_MS);
    page.leave();
    expect(kept(page)).toEqual([]);
    const after = endpoint.arrivals.slice(before);
    expect(after.map(({ by, body }) => [by, body])).toEqual([
      ['fetch', { events: [{ eventType: 'consent_withdrawn', path: '/' }], consent: false }],
    ]);
  });

  test('may be given again', async () => {
    const page = await open({ attributes: CONSENT });
    consent(page, true);
    await page.pass(100);
    consent(page, false);
    await page.pass(100);
    consent(page, true);
    await page.pass(100);
    expect(told(endpoint.events())).toEqual(['page_view /', 'consent_withdrawn /', 'page_view /']);
  });

  test('stops where another tab has withdrawn it, with what is under way and what waits', async () => {
    const cookies = new CookieJar();
    const page = await open({ attributes: CONSENT, cookies });
    consent(page, true);
    await page.pass(100);
    endpoint.replies(({ consent }) => (consent ? 'down' : 200));
    page.track('wish');
    await page.pass(100);
    const other = await open({ attributes: CONSENT, cookies });
    consent(other, false);
    await page.pass(100);
    const before = endpoint.arrivals.length;
    await page.pass(30 * MINUTE_MS);
    page.hide();
    page.show();
    page.push('/a');
    await page.pass(30 * MINUTE_MS);
    expect(endpoint.arrivals).toHaveLength(before);
    expect(kept(page)).toEqual([]);
  });

  test('stops where the shop has set the consent for a whole domain, which no script can take away', async () => {
    const cookies = new CookieJar();
    const url = 'https://www.shop.example/';
    cookies.setCookieSync('footfall_consent=1; Path=/; Domain=shop.example', url);
    const page = await open({ attributes: CONSENT, cookies, url });
    expect(told(endpoint.events())).toEqual(['page_view /']);
    expect(consent(page, false)).toBe(false);
    page.push('/after');
    await page.pass(MINUTE_MS);
    expect(told(endpoint.events())).toEqual(['page_view /', 'consent_withdrawn /']);
    const [spoken] = cookies.getCookiesSync(url).filter(({ value }) => value === '0');
    expect(spoken).toMatchObject({ key: 'footfall_consent', hostOnly: true, path: '/' });
    await open({ attributes: CONSENT, cookies, url: `${url}later` });
    expect(endpoint.events()).toHaveLength(2);
    expect(consent(page, true)).toBe(true);
    await page.pass(100);
    expect(told(endpoint.events()).at(-1)).toBe('page_view /after');
  });

  test('tells of a withdrawal after the post under way, whose answer would set the cookies again', async () => {
    let answer = () => {};
    const page = await open({
      attributes: CONSENT,
      before: (window) => {
        const { fetch } = window;
        window.fetch = async (...call) => {
          if (endpoint.arrivals.length === 0) {
            const sent = fetch(...call);
            await new Promise<void>((resolve) => {
              answer = resolve;
            });
            return sent;
          }
          return fetch(...call);
        };
      },
    });
    consent(page, true);
    await page.pass(100);
    consent(page, false);
    await page.pass(5_000);
    expect(told(endpoint.events())).toEqual(['page_view /']);
    answer();
    await page.pass(100);
    expect(told(endpoint.events())).toEqual(['page_view /', 'consent_withdrawn /']);
  });

  test('tells of it at once where the page goes away meanwhile', async () => {
    endpoint.replies('silent');
    const page = await open({ attributes: CONSENT });
    consent(page, true);
    await page.pass(100);
    consent(page, false);
    await page.pass(100);
    expect(told(endpoint.events())).toEqual(['page_view /']);
    page.leave();
    await page.pass(0);
    expect(told(endpoint.events())).toEqual(['page_view /', 'consent_withdrawn /']);
  });

  test('tells of it until it is answered, ever more seldom, or consent is given again', async () => {
    const page = await open({ attributes: CONSENT });
    consent(page, true);
    await page.pass(100);
    endpoint.arrivals.length = 0;
    const tellings = async (ms: number) => {
      const before = endpoint.arrivals.length;
      await page.pass(ms);
      const bodies = endpoint.arrivals.slice(before).map(({ body }) => body);
      expect(bodies.every((body) => (body.consent as unknown) === false)).toBe(true);
      return bodies.length;
    };
    endpoint.replies('down');
    consent(page, false);
    expect(await tellings(7_100)).toBeGreaterThanOrEqual(4);
    endpoint.replies({ status: 503, retryAfter: '600' });
    await tellings(15_000);
    expect(await tellings(9 * MINUTE_MS)).toBe(0);
    endpoint.replies(200);
    expect(await tellings(30 * MINUTE_MS)).toBe(1);
    endpoint.replies('down');
    consent(page, false);
    await tellings(5_000);
    endpoint.replies(200);
    consent(page, true);
    await page.pass(30 * MINUTE_MS);
    expect(told(endpoint.events()).at(-1)).toBe('page_view /');
  });

  describe('with the stub of the manual', () => {
    const stub =
      /<script>\n(\s*window\.footfall =[\s\S]*?)<\/script>/.exec(
        readFileSync('docs/privacy.md', 'utf8'),
      )?.[1] ?? '';
    const withStub = (early: (footfall: Footfall) => void) =>
      open({
        attributes: CONSENT,
        before: (window) => {
          window.eval(stub);
          if (window.footfall) early(window.footfall as Footfall);
        },
      });

    test('takes calls from before the script was there', async () => {
      const page = await withStub(({ track, consent }) => {
        track('early');
        expect(consent(true)).toBe(true);
        track('later');
      });
      expect(told(endpoint.events())).toEqual(['page_view /', 'later /']);
      expect(consent(page)).toBe(true);
    });

    test.each([
      ['', false],
      ['footfall_consent=1', true],
      ['a=b; footfall_consent=1; c=d', true],
      ['my_footfall_consent=1', false],
      ['footfall_consent=1; footfall_consent=0', false],
      ['a=b; footfall_consent=0; footfall_consent=1', false],
    ])('says of the cookies %j whether there is consent: %j, and notes no call', async (cookie, there) => {
      const document = { cookie };
      const window: { footfall?: Footfall } = {};
      new Function('window', 'document', stub)(window, document);
      expect(window.footfall?.consent()).toBe(there);
      expect(window.footfall?.queue).toEqual([]);
    });

    test('is the same in the script’s own words', () => {
      const plain = (text: string) =>
        text
          .replace(/^ \* ?/gm, '')
          .replace(/\s+/g, ' ')
          .trim();
      expect(stub).not.toBe('');
      expect(plain(readFileSync('web/tracker/tracker.ts', 'utf8'))).toContain(plain(stub));
    });
  });
});

describe('a page that was not told that its site asks for consent', () => {
  test('hears it from the endpoint, stops, and leaves nothing behind', async () => {
    endpoint.replies(NEEDED);
    const page = await open();
    page.track('wish');
    page.push('/a');
    await page.pass(30 * MINUTE_MS);
    page.leave();
    expect(endpoint.arrivals).toHaveLength(1);
    expect(kept(page)).toEqual([]);
  });

  test('goes on with consent', async () => {
    endpoint.replies(({ consent }: TrackPost) => (consent ? 200 : NEEDED));
    const page = await open();
    await page.pass(1_000);
    endpoint.arrivals.length = 0;
    consent(page, true);
    await page.pass(100);
    page.track('wish');
    await page.pass(100);
    expect(told(endpoint.stored())).toEqual(['page_view /', 'wish /']);
  });

  test('loses no view where consent is given while the endpoint answers', async () => {
    let answered = 0;
    endpoint.replies(({ consent }: TrackPost) => {
      answered += 1;
      return consent ? 200 : NEEDED;
    });
    const page = await open({
      before: (window) => {
        const { fetch } = window;
        window.fetch = async (...call) => {
          const answer = await fetch(...call);
          if (answered === 1) window.document.cookie = 'footfall_consent=1; Path=/; Secure';
          return answer;
        };
      },
    });
    await page.pass(5_000);
    const stored = endpoint.arrivals.filter(({ body }) => body.consent).flatMap(({ body }) => body.events);
    expect(told(stored)).toEqual(['page_view /']);
  });
});

describe('a page of a site that keeps no cookies', () => {
  const attributes = 'data-privacy="cookieless"';

  test('keeps nothing with the browser, and sends no nonce', async () => {
    endpoint.replies('down');
    const page = await open({ attributes });
    page.track('wish');
    await page.pass(500);
    page.push('/a');
    await page.pass(30 * MINUTE_MS);
    page.hide();
    page.show();
    expect(kept(page)).toEqual([]);
    expect(endpoint.arrivals.every(({ body }) => body.nonce === undefined)).toBe(true);
    expect(endpoint.arrivals.length).toBeGreaterThan(2);
  });

  test('loses nothing while it is open', async () => {
    endpoint.replies('down');
    const page = await open({ attributes });
    page.track('wish');
    await page.pass(500);
    endpoint.replies(200);
    await page.pass(MINUTE_MS);
    page.leave();
    page.comeBack();
    await page.pass(1_000);
    expect(told(endpoint.stored())).toEqual(['page_view /', 'wish /', 'page_leave /', 'page_view /']);
  });

  test('does not touch what another script has in storage', async () => {
    const page = await open({
      attributes,
      before: (window) => window.sessionStorage.setItem('footfall_outbox', '[{"eventType":"other"}]'),
    });
    page.track('wish');
    await page.pass(500);
    expect(told(endpoint.stored())).toEqual(['page_view /', 'wish /']);
  });

  test('has its first view’s id from the document’s Server-Timing, once', async () => {
    const serverTiming = [{ name: 'db' }, { name: 'footfall_pv', description: 'pv-1' }];
    const page = await open({
      attributes,
      before: (window) =>
        Object.defineProperty(window, 'performance', {
          value: { now: () => performance.now(), getEntriesByType: () => [{ serverTiming }] },
        }),
    });
    page.push('/a');
    await page.pass(100);
    const views = endpoint.events().filter(({ eventType }) => eventType === 'page_view');
    expect(views.map(({ eventId }) => eventId === 'pv-1')).toEqual([true, false]);
  });
});
