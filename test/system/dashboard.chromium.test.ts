import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Footfall, startFootfall } from '../../local/startFootfall.ts';
import { formatMetric } from '../../web/dashboard/format/metric.ts';
import { VIEW_NAMES } from '../../web/dashboard/state/address.ts';
import type { Metrics } from '../../web/dashboard/wire.ts';
import { HEADLINES, METRICS } from '../../web/dashboard/words/metrics.ts';
import { dayReason } from '../../web/dashboard/words/reasons.ts';
import { describeWith } from '../servers/servers.ts';
import { simulated } from '../simulate/simulation.ts';
import { httpVisitor } from '../support/httpVisitor.ts';
import { seriousFindings } from '../support/seriousFindings.ts';
import { aggregateByHand, staffClient } from '../support/staffClient.ts';
import { keptLog } from '../support/testShop.ts';
import { launchChromium } from '../web/chromium.ts';

const DAY_MS = 24 * 60 * 60_000;
const NOW_MS = Date.now();
const dayBefore = (days: number): string => new Date(NOW_MS - days * DAY_MS).toISOString().slice(0, 10);
/** Days that are over: their numbers stand still. */
const [FROM, TO] = [dayBefore(9), dayBefore(1)];
const FINISHED = `range=${FROM}..${TO}`;
const RECOMPUTED = dayBefore(3);

/** A page on a busy machine takes its time. */
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 });

const LOOKS: { readonly [name: string]: BrowserContextOptions } = {
  'in the light': { colorScheme: 'light' },
  'on a phone': { viewport: { width: 390, height: 844 }, hasTouch: true },
};

/** The headline numbers as the page writes them. */
const written = (metrics: Metrics): string[] =>
  HEADLINES.map((name) => formatMetric(name, metrics[name], 'EUR', 'headline'));

describeWith(['chromium'], 'the dashboard of a simulated shop', () => {
  let folder: string;
  let footfall: Footfall;
  let browser: Browser;
  let staff: ReturnType<typeof staffClient>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footfall-dashboard-'));
    footfall = await startFootfall({ port: 0, dataDir: folder, environment: {}, log: keptLog() });
    staff = staffClient(footfall);
    await simulated(folder, '--days', '10', '--sessions-per-day', '40', '--seed', 'dashboard');
    const { url, token } = JSON.parse(await readFile(join(folder, 'control.json'), 'utf8'));
    const late = httpVisitor(url, {
      headers: () => ({
        'x-footfall-control': token,
        'x-footfall-clock': String(Date.parse(`${RECOMPUTED}T12:00:00Z`)),
      }),
    });
    await late.view('/late');
    await aggregateByHand({ url, token }, { from: RECOMPUTED, to: RECOMPUTED });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await footfall.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A new browser profile on an address of the dashboard, and what no page of it may do. */
  const open = async (address: string, options: BrowserContextOptions = {}) => {
    // Numbers are written as this process writes them.
    const { locale } = Intl.NumberFormat().resolvedOptions();
    const context = await browser.newContext({ locale, timezoneId: 'Asia/Tokyo', ...options });
    onTestFinished(() => context.close());
    const complaints: string[] = [];
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    context.on('request', (request) => {
      if (!request.url().startsWith(`${footfall.url}/`)) complaints.push(`asked for ${request.url()}`);
    });
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText;
      // A page that is left gives up what it was asking for.
      if (why !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${why}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.url()} answered ${response.status()}`);
    });
    const page = await context.newPage();
    await page.goto(`${footfall.url}/dashboard/${address}`);
    await page.getByLabel('Password').fill(footfall.staff.password ?? '');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('navigation').first().waitFor();
    return { page, complaints };
  };
  const settled = async (page: Page): Promise<void> => {
    await page.waitForLoadState('networkidle');
    await eventually(() => page.locator('.skeleton').count()).toBe(0);
  };
  const headlines = (page: Page): Promise<string[]> => page.locator('.tile .tile-value').allTextContents();
  const summary = async (filter = ''): Promise<Metrics> =>
    (await staff.ask(`analytics/summary?from=${FROM}&to=${TO}${filter}`)).current;
  const query = (page: Page) => new URL(page.url()).searchParams;

  test.each(Object.entries(LOOKS))(
    'each view is shown without a complaint of the browser or of axe: %s',
    { timeout: 60_000 },
    async (_, look) => {
      const { page, complaints } = await open('', look);
      for (const view of VIEW_NAMES) {
        await page.goto(`${footfall.url}/dashboard/${view === 'overview' ? '' : view}`);
        await settled(page);
        const width = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect(await page.evaluate(width), `${view} is wider than the screen`).toBeLessThanOrEqual(0);
        expect(await seriousFindings(page), view).toEqual([]);
      }
      expect(complaints).toEqual([]);
    },
  );

  test('its headline numbers are those of the API', async () => {
    const { page, complaints } = await open(`?${FINISHED}`);
    const numbers = await summary();
    expect(numbers.totalVisits).toBeGreaterThan(200);
    expect(numbers.orders).toBeGreaterThan(0);
    await eventually(() => headlines(page)).toEqual(written(numbers));
    await eventually(() => page.locator('.tile .tile-label').allTextContents()).toEqual(
      HEADLINES.map((name) => METRICS[name].label),
    );
    expect(complaints).toEqual([]);
  });

  test('a click on a value filters all of them; the address shares it, and back takes it back', async () => {
    const { page, complaints } = await open(`?${FINISHED}`);
    const ofAll = await summary();
    const all = written(ofAll);
    await eventually(() => headlines(page)).toEqual(all);

    const devices = page.getByRole('region', { name: 'Devices', exact: true });
    await devices.getByRole('button', { name: 'Mobile', exact: true }).click();
    await eventually(() => query(page).getAll('filter')).toEqual(['device:mobile']);
    const ofMobile = await summary('&filter=device:mobile');
    for (const name of ['uniqueVisits', 'totalVisits', 'pageViews'] as const) {
      expect(ofMobile[name], name).toBeLessThan(ofAll[name]);
    }
    const filtered = written(ofMobile);
    await eventually(() => headlines(page)).toEqual(filtered);
    await settled(page);

    const shared = await open(page.url().slice(`${footfall.url}/dashboard/`.length));
    await eventually(() => headlines(shared.page)).toEqual(filtered);
    expect(shared.page.url()).toBe(page.url());
    await shared.page.getByRole('button', { name: 'Remove the filter Device Mobile' }).waitFor();
    await settled(shared.page);

    await page.goBack();
    await eventually(() => headlines(page)).toEqual(all);
    await eventually(() => query(page).getAll('filter')).toEqual([]);
    await settled(page);
    expect([...complaints, ...shared.complaints]).toEqual([]);
  });

  test('the numbers come as a file, which says what the API says', async () => {
    const { page } = await open(`?${FINISHED}`);
    await settled(page);
    const link = page.getByRole('link', { name: 'CSV' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    const href = (await link.getAttribute('href')) ?? '';
    const { text } = await staff.get(href.slice('/api/'.length));
    expect(await readFile(await download.path(), 'utf8')).toBe(text);
    for (let days = 9; days >= 1; days--) expect(text).toContain(dayBefore(days));
  });

  test('a day that was recomputed is marked, and says why', async () => {
    const { page } = await open(`?${FINISHED}`);
    await page.locator('.chart-changed').first().waitFor();
    await eventually(() => page.locator('.chart-changed').count()).toBe(1);
    const { status } = await staff.ask(`analytics/summary?from=${FROM}&to=${TO}`);
    expect(status.recomputed).toMatchObject([{ day: RECOMPUTED, version: 2, reason: 'by hand' }]);
    const why = dayReason('by hand');
    for (const words of ['1 day changed since: ', `(${why})`]) {
      await eventually(() => page.locator('.status-line').textContent()).toContain(words);
    }
    const slider = page.getByRole('slider', { name: 'Visitors over time' });
    await slider.focus();
    for (let days = 1; days < 3; days++) await page.keyboard.press('ArrowLeft');
    await eventually(() => slider.getAttribute('aria-valuetext')).toContain(`Recomputed: ${why}`);
  });
});
