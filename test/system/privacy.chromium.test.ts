import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Footfall, startFootfall } from '../../local/startFootfall.ts';
import type { PrivacyMode } from '../../src/domain/site.ts';
import type { LiveView } from '../../web/start/wire.ts';
import { readRecord } from '../local/temporaryFootfall.ts';
import { freePort } from '../servers/process.ts';
import { describeWith } from '../servers/servers.ts';
import { eventually } from '../support/httpVisitor.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { launchChromium } from '../web/chromium.ts';

const MINUTE = 60_000;
/** Made behind the session middleware, with the tracker on it. */
const PAGE = '/server';

/** The next 23:50 at UTC, so many milliseconds from now. */
const untilTenToMidnight = (): number => {
  const day = 24 * 60 * MINUTE;
  return day - (Date.now() % day) - 10 * MINUTE;
};

describeWith(['chromium'], 'what a real browser keeps, and what is kept of it', () => {
  let chromium: Awaited<ReturnType<typeof launchChromium>>;
  beforeAll(async () => {
    chromium = await launchChromium();
  });
  afterAll(() => chromium?.close());

  /** Footfall for a shop with that privacy, and a browser with an empty profile. */
  const arrange = async (privacy: PrivacyMode) => {
    const [port, dataDir] = [await freePort(), await temporaryDataDir()];
    const url = `http://localhost:${port}`;
    const clock = { offsetMs: 0 };
    const site = {
      id: 'shop',
      host: `localhost:${port}`,
      origins: [url],
      timezone: 'UTC',
      currency: 'EUR',
      privacy,
    };
    const footfall: Footfall = await startFootfall({
      port,
      dataDir,
      environment: { SITES: JSON.stringify([site]) },
      log: keptLog(),
      now: () => Date.now() + clock.offsetMs,
    });
    const context = await chromium.newContext();
    onTestFinished(async () => {
      await context.close();
      await footfall.stop();
    });
    return { url, clock, context, dataDir, footfall, page: await context.newPage() };
  };
  type Arranged = Awaited<ReturnType<typeof arrange>>;

  /** Has the script tag of the server's page be as a shop with that privacy would write it. */
  const withPrivacy = (page: Page, privacy: string) =>
    page.addInitScript(`
      new MutationObserver(() => {
        document.querySelector('script[src="/tracker.js"]')?.setAttribute('data-privacy', '${privacy}');
      }).observe(document, { childList: true, subtree: true });
    `);

  /** Goes there and waits until what it tracks was answered. */
  const visit = async ({ page, url }: Arranged): Promise<void> => {
    const tracked = page.waitForResponse((response) => response.url().endsWith('/track'));
    await page.goto(`${url}${PAGE}`);
    expect((await tracked).status()).toBe(200);
  };
  const cookiesOf = async ({ context }: Arranged): Promise<string[]> =>
    (await context.cookies()).map(({ name }) => name).sort();
  const storageOf = ({ page }: Arranged): Promise<string[]> =>
    page.evaluate('[...Object.keys(sessionStorage), ...Object.keys(localStorage)]');
  const sessionsOf = async ({ url }: Arranged): Promise<LiveView['sessions']> =>
    ((await (await fetch(`${url}/api/local/sessions`)).json()) as LiveView).sessions;
  const consent = (page: Page, given: boolean) => page.evaluate(`window.footfall.consent(${given})`);

  const expectVisits = (at: Arranged, expected: { sessions: number; visitors: number; views: number }) =>
    eventually(async () => {
      const sessions = await sessionsOf(at);
      expect({
        sessions: sessions.length,
        visitors: new Set(sessions.map(({ visitor }) => visitor)).size,
        views: sessions.reduce((sum, { pageViews }) => sum + pageViews, 0),
      }).toEqual(expected);
    });

  /** Nothing of any session in the record, nor in any other file of the data folder. */
  const expectNothingKept = async ({ footfall, dataDir }: Arranged): Promise<void> => {
    await footfall.stop();
    expect(await readRecord(dataDir)).toEqual({ sessions: [], events: [] });
    for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = await readFile(join(entry.parentPath, entry.name), 'latin1');
      for (const trace of ['page_view', 'session_started', PAGE]) {
        expect(text.includes(trace), `${trace} in ${entry.name}`).toBe(false);
      }
    }
  };

  it('cookies: both of them, the nonce for a minute, and the visit', async () => {
    const at = await arrange('cookies');
    await visit(at);
    await eventually(async () => {
      expect(await cookiesOf(at)).toEqual(['footfall_nonce', 'session', 'visitor_id']);
    });
    expect(await storageOf(at)).toEqual(['footfall_outbox']);
    await expectVisits(at, { sessions: 1, visitors: 1, views: 1 });
  });

  it('consent: nothing before it', async () => {
    const at = await arrange('consent');
    await withPrivacy(at.page, 'consent');
    let posts = 0;
    at.page.on('request', (request) => {
      if (request.url().endsWith('/track')) posts += 1;
    });
    await at.page.goto(`${at.url}${PAGE}`);
    await at.page.evaluate("history.pushState({}, '', '/server/hats')");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await storageOf(at)).toEqual([]);
    await at.page.goto('about:blank');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(posts).toBe(0);
    expect(await cookiesOf(at)).toEqual([]);
    await expectNothingKept(at);
  });

  it('consent: a page that was not told of it hears so from the endpoint, and leaves nothing behind either', async () => {
    const at = await arrange('consent');
    await visit(at);
    await eventually(async () => {
      expect(await cookiesOf(at)).toEqual([]);
      expect(await storageOf(at)).toEqual([]);
    });
    await expectNothingKept(at);
  });

  it('consent: the visit from then on, and nothing left in the browser once it is withdrawn', async () => {
    const at = await arrange('consent');
    const { page } = at;
    await withPrivacy(at.page, 'consent');
    await page.goto(`${at.url}${PAGE}`);
    const tracked = page.waitForResponse((response) => response.url().endsWith('/track'));
    await consent(page, true);
    expect((await tracked).status()).toBe(200);
    await visit(at);
    await expectVisits(at, { sessions: 1, visitors: 1, views: 2 });
    await eventually(async () => {
      expect(await cookiesOf(at)).toEqual(['footfall_consent', 'footfall_nonce', 'session', 'visitor_id']);
    });
    const given = (await at.context.cookies()).find(({ name }) => name === 'footfall_consent');
    expect(given).toMatchObject({ httpOnly: false, secure: true, sameSite: 'Lax', path: '/', value: '1' });

    const withdrawn = page.waitForResponse((response) => response.url().endsWith('/track'));
    await consent(page, false);
    await withdrawn;
    await eventually(async () => expect(await cookiesOf(at)).toEqual([]));
    expect(await storageOf(at)).toEqual([]);
    await page.goto(`${at.url}${PAGE}`);
    await page.goto('about:blank');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expectVisits(at, { sessions: 1, visitors: 1, views: 2 });
  });

  it('cookieless: nothing in the browser ever, one visitor of the day, and a live visit goes on over midnight', async () => {
    const at = await arrange('cookieless');
    await withPrivacy(at.page, 'cookieless');
    const setCookies: string[] = [];
    at.page.on('response', async (response) => {
      for (const { name, value } of await response.headersArray()) {
        if (name.toLowerCase() === 'set-cookie') setCookies.push(value);
      }
    });
    const keepsNothing = async () => {
      expect(await cookiesOf(at)).toEqual([]);
      expect(await storageOf(at)).toEqual([]);
      expect(setCookies).toEqual([]);
    };
    at.clock.offsetMs = untilTenToMidnight();
    await visit(at);
    await visit(at);
    await keepsNothing();
    await expectVisits(at, { sessions: 1, visitors: 1, views: 2 });

    at.clock.offsetMs += 20 * MINUTE;
    await visit(at);
    await expectVisits(at, { sessions: 1, visitors: 1, views: 3 });

    at.clock.offsetMs += 25 * MINUTE;
    await visit(at);
    await keepsNothing();
    await expectVisits(at, { sessions: 2, visitors: 2, views: 4 });
  });
});
