import { mkdtemp, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildDashboard } from '../../bin/build/buildDashboard.ts';
import { VIEW_NAMES } from '../../web/dashboard/state/address.ts';
import { describeWith } from '../servers/servers.ts';
import { launchChromium } from './chromium.ts';
import { NOW } from './dashboardAnswers.ts';
import { VISITOR } from './dashboardJourney.ts';
import { type DashboardServer, PASSWORD, startDashboardServer } from './dashboardServer.ts';

/** A page on a busy machine takes its time. */
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 });

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The states that are looked at in each look. */
const PAGES = [
  ...VIEW_NAMES.map((name) => (name === 'overview' ? '' : name)),
  'retention?range=90d',
  `journeys?visitor=${VISITOR}`,
  'devices?range=90d',
  'devices?range=2024-01-01..2024-01-05',
  '?filter=channel:Email&filter=device:mobile',
  '?range=year&filter=channel:Email',
  '?range=today&metric=revenue',
  '?all=landingPage',
];

const LOOKS: { readonly [name: string]: BrowserContextOptions } = {
  light: { viewport: { width: 1280, height: 800 } },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  'on a small phone in the dark': {
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    colorScheme: 'dark',
  },
};

describeWith(['chromium'], 'the dashboard in Chromium', () => {
  let server: DashboardServer;
  let browser: Browser;
  let profile: BrowserContext;
  let page: Page;
  /** What the page complained of, and whom it asked besides its own server. */
  let complaints: string[];

  beforeAll(async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'footfall-dashboard-')), 'dashboard');
    await buildDashboard(folder);
    [server, browser] = await Promise.all([startDashboardServer(folder), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const open = async (options: BrowserContextOptions = {}) => {
    profile = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Tokyo', ...options });
    page = await profile.newPage();
    complaints = [];
    await page.clock.setFixedTime(NOW);
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(server.origin)) complaints.push(`asked ${request.url()}`);
    });
  };
  beforeEach(() => {
    Object.assign(server.mood, { sites: 1, instead: () => undefined, delayMs: 0 });
    server.asked.length = 0;
  });
  afterEach(() => profile.close());

  const go = (path: string) => page.goto(`${server.origin}/dashboard/${path}`);
  const submit = async (password: string) => {
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
  };
  const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const here = () => page.url().slice(`${server.origin}/dashboard/`.length);
  const tile = (name: string) => page.locator('.tile', { hasText: name });
  const card = (name: string) => page.getByRole('region', { name, exact: true });
  const asked = (path: string) => server.asked.filter((one) => one.startsWith(`analytics/${path}`));
  const logIn = async (options?: BrowserContextOptions) => {
    await open(options);
    await go('');
    await submit(PASSWORD);
    await title('Overview').waitFor();
  };

  test.each(Object.keys(LOOKS))(
    'has no complaint of the browser, no serious finding of axe, and fits: %s',
    { timeout: 180_000 },
    async (look) => {
      await logIn(LOOKS[look]);
      const axe = await readFile(AXE, 'utf8');
      for (const path of PAGES) {
        await go(path);
        await page.waitForLoadState('networkidle');
        await eventually(() => page.locator('.skeleton').count()).toBe(0);
        const { scrollWidth, clientWidth } = await page.evaluate(() => ({
          scrollWidth: document.documentElement.scrollWidth,
          clientWidth: document.documentElement.clientWidth,
        }));
        expect(scrollWidth, `${path} is wider than the screen`).toBeLessThanOrEqual(clientWidth);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        expect(
          violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${path}: ${id} at ${nodes[0]?.html}`),
        ).toEqual([]);
      }
      expect(complaints).toEqual([]);
    },
  );

  test('asks for the password first, and goes on to what the address names', async () => {
    await open();
    await go('conversion?range=7d');
    await submit('wrong');
    await page.getByText('That is not the password.').waitFor();
    await submit(PASSWORD);
    await title('Conversion').waitFor();
    await eventually(here).toBe('conversion?range=7d');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    expect(server.asked.filter((one) => one.startsWith('admin/me'))).toHaveLength(1);
  });

  test('says for how long one must wait after too many attempts', async () => {
    await open();
    server.mood.instead = () => ({ status: 429, headers: { 'retry-after': '90' } });
    await go('');
    await submit('wrong');
    await page.getByText('Too many attempts. Try again in 1m 30s.').waitFor();
    expect(await page.getByRole('button', { name: 'Log in' }).isDisabled()).toBe(true);
  });

  test('a session that has ended asks for the password, and goes on where one was', async () => {
    await logIn();
    await page.waitForLoadState('networkidle');
    server.mood.instead = (path) => (path.startsWith('analytics/') ? { status: 401 } : undefined);
    await page.getByRole('link', { name: 'Quality' }).click();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    server.mood.instead = () => undefined;
    await submit(PASSWORD);
    await title('Quality').waitFor();
    await page.getByText('of all events are in the numbers').waitFor();
  });

  test('a click on a value filters everything; the address shares it; back takes it back', async () => {
    await logIn();
    const all = await tile('Visits').locator('.tile-value').textContent();
    await card('Where visits come from').getByRole('button', { name: 'Email' }).click();
    await page.getByRole('button', { name: 'Remove the filter Channel Email' }).waitFor();
    await eventually(here).toBe('?filter=channel%3AEmail');
    await eventually(() => tile('Visits').locator('.tile-value').textContent()).not.toBe(all);
    const filtered = await tile('Visits').locator('.tile-value').textContent();
    await eventually(() => asked('explore?').length).toBeGreaterThan(0);

    const shared = await profile.newPage();
    await shared.goto(page.url());
    await eventually(() =>
      shared.locator('.tile', { hasText: 'Visits' }).locator('.tile-value').textContent(),
    ).toBe(filtered);

    await page.goBack();
    await eventually(() => tile('Visits').locator('.tile-value').textContent()).toBe(all);
    await eventually(here).toBe('');
    await page.goForward();
    await page.getByRole('button', { name: 'Remove the filter Channel Email' }).click();
    await eventually(here).toBe('');
  });

  test('a second filter is read from the sessions, for a month; a longer range says so and offers one', async () => {
    await logIn();
    await go('?filter=channel:Email&filter=device:mobile');
    await eventually(() => tile('Orders').locator('.tile-value').textContent()).toBe('40');
    expect(asked('daily').filter((one) => one.includes('device'))).toEqual([]);
    await go('?range=90d&filter=channel:Email&filter=device:mobile');
    await page.getByText('Several filters: up to 31 days').first().waitFor();
    await page.getByRole('button', { name: 'Last 28 days' }).first().click();
    await tile('Orders').waitFor();
    await eventually(here).toBe('?filter=channel%3AEmail&filter=device%3Amobile');
    expect(complaints).toEqual([]);
  });

  test('all values of a dimension can be searched and sorted', async () => {
    await logIn();
    await card('Pages').getByRole('button', { name: 'Show all 10 landing pages' }).click();
    const dialog = page.getByRole('dialog', { name: 'Landing pages' });
    const search = dialog.getByRole('searchbox');
    await eventually(() => search.evaluate((input) => input === document.activeElement)).toBe(true);
    await dialog.getByRole('button', { name: 'Bounce rate' }).click();
    await eventually(() => dialog.locator('tbody th').first().textContent()).toBe('/blog/how-to-wash-wool');
    await search.fill('wool');
    await eventually(() => dialog.locator('tbody tr').count()).toBe(2);
    // The first empties the search.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await eventually(() => dialog.count()).toBe(0);
    await eventually(here).toBe('');
  });

  test('the days are chosen by keyboard alone, also one’s own', async () => {
    await logIn();
    await page.getByRole('button', { name: 'Last 28 days' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('From', { exact: true }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await eventually(here).toBe('?range=yesterday');
    await page.getByRole('button', { name: 'Yesterday' }).press('Enter');
    await page.getByLabel('From', { exact: true }).fill('2026-11-01');
    await page.getByLabel('To', { exact: true }).fill('2026-10-01');
    await page.getByText('The first day must not come after the last').waitFor();
    await page.getByLabel('To', { exact: true }).fill('2026-11-14');
    await page.getByRole('button', { name: 'Show', exact: true }).press('Enter');
    await eventually(here).toBe('?range=2026-11-01..2026-11-14');
    await eventually(() => asked('summary').at(-1)).toContain('from=2026-11-01&to=2026-11-14');
  });

  test('the chart is read by arrow keys, and as a table', async () => {
    await logIn();
    const slider = page.getByRole('slider', { name: 'Visitors over time' });
    await slider.focus();
    const value = () => slider.getAttribute('aria-valuetext');
    await eventually(value).toMatch(/^Sun,? 22 Nov 2026: \d+.*Still being counted$/);
    for (let day = 0; day < 5; day++) await page.keyboard.press('ArrowLeft');
    for (const said of [value, () => page.locator('.chart-tip').textContent()]) {
      await eventually(said).toContain('Recomputed: an order was refunded');
    }
    await page.getByRole('button', { name: 'As a table' }).click();
    const row = card('Visitors')
      .getByRole('row')
      .filter({ hasText: /Tue,? 3 Nov 2026/ });
    expect(await row.textContent()).toContain('no numbers yet');
  });

  test('what failed can be tried again, and the rest stays', async () => {
    await logIn();
    server.mood.instead = (path) => (path.endsWith('/daily') ? { status: 503 } : undefined);
    await go('?range=7d');
    await page.getByText('The server could not answer').waitFor();
    await eventually(() => tile('Visits').locator('.tile-value').textContent()).toMatch(/^\d/);
    server.mood.instead = () => undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('slider', { name: 'Visitors over time' }).waitFor();
  });

  test('without a connection the numbers stay, and come back by themselves', async () => {
    await logIn();
    await page.waitForLoadState('networkidle');
    await profile.setOffline(true);
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption('year');
    await page.getByText('You are offline').waitFor();
    await profile.setOffline(false);
    await eventually(() => page.getByText('You are offline').count()).toBe(0);
    await eventually(() => page.locator('.legend').textContent()).toContain('2025');
  });

  test('several sites can be switched between, each with its own currency', async () => {
    server.mood.sites = 2;
    await logIn();
    await page.getByRole('combobox', { name: 'Site' }).selectOption('outlet.example');
    await eventually(here).toBe('?site=outlet.example');
    await eventually(() => tile('Revenue').locator('.tile-value').textContent()).toContain('US$');
    await page.getByRole('link', { name: 'Live' }).click();
    await eventually(here).toBe('live?site=outlet.example');
  });

  test('a chosen theme is there before the first paint of the next visit', async () => {
    await logIn({ colorScheme: 'light' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await eventually(paper).not.toBe(light);
    const dark = await paper();
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.reload({ waitUntil: 'domcontentloaded' });
    expect(await page.locator('#root').innerHTML()).toBe('');
    expect(await paper()).toBe(dark);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await paper()).toBe(dark);
  });

  test('each view has its numbers as a file', async () => {
    await logIn();
    for (const view of VIEW_NAMES) {
      await go(view === 'overview' ? '' : view);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('footfall.csv');
    }
  });

  test('a journey is found by visitor or customer, and told in order', async () => {
    await logIn();
    await go('journeys');
    await page.getByRole('searchbox').fill('nobody');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('Nobody is known by this id').waitFor();
    await page.getByRole('link', { name: 'Latest visitors' }).click();
    await page.getByRole('link', { name: /Customer c-20418/ }).click();
    await page.getByText('2 days later, on the desktop').waitFor();
    await page.getByText(/^First came .* on the phone, by Organic Social/).waitFor();
    const visits = page.locator('.chapter');
    const told = (visit: number) =>
      visits.nth(visit).locator('.moment-text > span:first-child').allTextContents();
    await eventually(() => told(0)).toEqual([
      'Looked at Merino scarf',
      'Put merino-scarf into the cart',
      'Looked at 2 pages',
      '€49.00 stayed in the cart',
    ]);
    await eventually(() => told(1)).toEqual([
      'Looked at Wool and more',
      'Logged in',
      'wishlist_shared',
      'Looked at Wool socks',
      'Put 2 × wool-socks into the cart',
      'Began the checkout',
      'Ordered for €121.30',
      'Looked at Thank you',
    ]);
    await eventually(() => visits.nth(1).locator('.badge').allTextContents()).toEqual([
      '€121.30',
      '€19.00 went back',
    ]);
  });

  test('looks in a row open to all of them, by keyboard', async () => {
    await logIn();
    await go(`journeys?visitor=${VISITOR}`);
    const row = page.locator('.moments > li', { hasText: 'Looked at 2 pages' });
    await row.getByRole('button', { name: 'Show all 2' }).press('Enter');
    await eventually(() =>
      row.locator('.moments-within .moment-text > span:first-child').allTextContents(),
    ).toEqual(['Looked at Your cart', 'Looked at Shipping and returns']);
    await row.getByRole('button', { name: 'Show less' }).press('Enter');
    await eventually(() => row.locator('.moments-within').count()).toBe(0);
  });

  test('devices: how people move between them, and what becomes of their carts', async () => {
    await logIn();
    await page.getByRole('link', { name: 'Devices' }).click();
    await title('Devices').waitFor();
    const row = (name: string, text: RegExp) => card(name).getByRole('row').filter({ hasText: text });
    await eventually(() =>
      row('By device', /Mobile/)
        .locator('td')
        .count(),
    ).toBe(3);
    await row('One person, several devices', /Desktop.*Mobile.*Tablet/).waitFor();
    await row('Seen first on one device, bought on another', /Mobile.*to.*Desktop.*2 days/).waitFor();
    await row('What became of carts', /Mobile.*to.*Desktop.*7 hours/).waitFor();
    const ends = card('What became of carts').locator('.carts-ends strong');
    await ends.first().waitFor();
    const counts = (await ends.allTextContents()).map((text) => Number(text.replaceAll(',', '')));
    const begun = await card('What became of carts').locator('.card-note').textContent();
    expect(counts.reduce((sum, count) => sum + count)).toBe(
      Number(begun?.replace(/ .*/, '').replace(',', '')),
    );
    expect(complaints).toEqual([]);
  });

  test('devices of more than a month: says so without asking, and offers a month; of no visits: says that', async () => {
    await logIn();
    await go('devices?range=90d');
    await page.getByText('Devices: up to 31 days').waitFor();
    expect(asked('devices')).toEqual([]);
    await page.getByRole('button', { name: 'Last 28 days' }).last().click();
    await card('By device').getByRole('table').waitFor();
    await go('devices?range=2024-01-01..2024-01-05');
    await page.getByText('Nobody came in these days.').waitFor();
  });

  test('devices that could not be read can be asked for again', async () => {
    await logIn();
    server.mood.instead = (path) => (path.endsWith('/devices') ? { status: 503 } : undefined);
    await go('devices');
    await page.getByText('The server could not answer').waitFor();
    server.mood.instead = () => undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await card('By device').getByRole('table').waitFor();
  });

  test('the quality view shows what was left out and why, and takes the staff’s word', async () => {
    await logIn();
    await go('quality');
    const judged = card('Bots or people?');
    const known = judged.getByRole('region', { name: 'Says that it is a bot' });
    await known.getByText(/visits, .* hits; the latest 5:/).waitFor();
    await known.getByRole('button', { name: 'These were people' }).first().click();
    await known.getByText('Noted. The numbers follow in a few minutes.').waitFor();
    expect(server.said).toEqual([{ sessionId: 'bots-known_bot-0', bot: false }]);

    await judged.getByRole('tab', { name: 'Suspected' }).click();
    server.mood.instead = (path) => (path === 'admin/bots/verdicts' ? { status: 503 } : undefined);
    await judged.getByRole('button', { name: 'This was a bot' }).first().click();
    await judged.getByText('That could not be stored. Try again.').waitFor();
    await judged.getByRole('tab', { name: 'You said people' }).click();
    await judged.getByText('You have not overruled anything in these days.').waitFor();

    await go('quality?range=90d');
    await page.getByText('Examples of bots: up to 31 days').waitFor();
  });

  test('the quality view says which orders found no visit, why, and what to do; where that fails, the rest stays', async () => {
    await logIn();
    await go('quality');
    const coverage = card('Do orders find their visits?');
    await coverage.getByText(/of orders \(\d+ of \d+\) are of a visit that is known\./).waitFor();
    expect(await coverage.getByRole('listitem').filter({ hasText: 'not tracked' }).textContent()).toMatch(
      /^\d+ orders€[\d,.]+The visitor is not trackedNothing to do/,
    );
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      coverage.getByRole('link', { name: /as CSV/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('footfall.csv');
    server.mood.instead = (path) => (path.endsWith('/coverage') ? { status: 503 } : undefined);
    await go('quality?range=7d');
    await coverage.getByText('The server could not answer').waitFor();
    await page.getByText('of all events are in the numbers').waitFor();
    await card('Bots').waitFor();
  });
});
