import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import { describeWith } from '../servers/servers.ts';
import { barePlace } from '../support/footfallPlaces.ts';
import { eventually } from '../support/httpVisitor.ts';
import { aggregateByHand, staffClient, untilWritten, yesterdayAndToday } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { launchChromium } from '../web/chromium.ts';

const MINUTE_MS = 60_000;
const ANNA = { name: 'Anna Lark', email: 'anna@mail.example', password: 'a long password' };

const DEVICES = {
  desktop: {
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  },
  mobile: {
    userAgent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  },
  tablet: {
    userAgent:
      'Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    viewport: { width: 820, height: 1180 },
    hasTouch: true,
  },
} satisfies { readonly [device: string]: BrowserContextOptions };

describeWith(['chromium'], 'the shop in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  /** A shop of its own with its clock in the test's hands. */
  const openShop = async () => {
    const dataDir = await temporaryDataDir();
    const clock = { offsetMs: 0 };
    const now = () => Date.now() + clock.offsetMs;
    const footfall = await startFootfall({
      port: 0,
      dataDir,
      environment: {},
      log: keptLog(),
      now,
      drainMs: MINUTE_MS,
    });
    onTestFinished(() => footfall.stop());
    const control = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8'));
    const { documents } = await barePlace();
    const { url } = footfall;

    /** A browser profile, and what no page may do: complain, fail, or ask another host. */
    const profile = async (options: BrowserContextOptions = DEVICES.desktop) => {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      onTestFinished(() => context.close());
      const complaints: string[] = [];
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      context.on('weberror', (error) => complaints.push(String(error.error())));
      context.on('request', (request) => {
        if (!request.url().startsWith(`${url}/`)) complaints.push(`asked for ${request.url()}`);
      });
      const page = await context.newPage();
      return { context, page, complaints };
    };

    return {
      url,
      clock,
      profile,
      password: footfall.staff.password ?? '',
      ask: staffClient(footfall).ask,
      aggregate: () => aggregateByHand(control),
      untilWritten: () => untilWritten(url),
      range: () => yesterdayAndToday(now()),
      /** The record's documents; the shop stops. */
      closeAndRead: async <const Names extends readonly string[]>(...names: Names) => {
        await footfall.stop();
        // biome-ignore lint/suspicious/noExplicitAny: documents as MongoDB would show them
        const all: any = {};
        for (const name of names) all[name] = await documents(dataDir, name);
        return all;
      },
    };
  };
  type Shop = Awaited<ReturnType<typeof openShop>>;

  /** What somebody does on the shop's pages. */
  const shopper = ({ url }: Shop, page: Page) => ({
    open: (path = '/') => page.goto(`${url}${path}`),
    add: async (product: string) => {
      await page.getByRole('link', { name: product }).first().click();
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('in your cart.').waitFor();
    },
    fillIn: async (form: 'Create account' | 'Log in', { name, email, password }: typeof ANNA) => {
      if (form === 'Create account') await page.getByLabel('Name').fill(name);
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: form }).click();
      await page.getByRole('link', { name: 'Anna' }).waitFor();
    },
    pay: async () => {
      await page.getByRole('banner').getByRole('link', { name: /Cart/ }).click();
      await page.getByRole('link', { name: 'Check out' }).click();
      await page.getByLabel('Street and number').fill('Lark Lane 1');
      await page.getByLabel('Postcode').fill('12345');
      await page.getByLabel('City').fill('Larkfield');
      await page.getByRole('button', { name: /^Pay/ }).click();
      await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    },
  });

  it('the complete journey is one session: visit, browse, cart, login, checkout, order; and a return is the same visitor', {
    timeout: 120_000,
  }, async () => {
    const shop = await openShop();
    const other = await shop.profile();
    await shopper(shop, other.page).open('/register');
    await shopper(shop, other.page).fillIn('Create account', ANNA);
    await other.context.close();

    const { page, context, complaints } = await shop.profile();
    await page.clock.install();
    const { open, add, fillIn, pay } = shopper(shop, page);
    await open('/?utm_source=news&utm_medium=email');
    await page.getByRole('banner').getByRole('link', { name: 'Shoes' }).click();
    await add('Red Runners');
    const sessionId = async (): Promise<string> => {
      const cookies = await context.cookies();
      const { value } = cookies.find(({ name }) => name === 'session') ?? { value: '' };
      return JSON.parse(Buffer.from(value.split('.')[0] ?? '', 'base64url').toString()).sid;
    };
    const atFirst = await sessionId();
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click();
    await fillIn('Log in', ANNA);
    expect(await sessionId()).toBe(atFirst);
    await pay();
    expect(await sessionId()).toBe(atFirst);
    await shop.aggregate();

    const summary = await shop.ask(`analytics/summary?${shop.range()}`);
    expect(summary.current).toMatchObject({
      totalVisits: 2,
      uniqueVisits: 1,
      cartSessions: 1,
      convertedSessions: 1,
      orders: 1,
      revenue: 8_900,
    });
    const staff = await shop.profile();
    await staff.page.goto(`${shop.url}/dashboard/?${shop.range()}`);
    await staff.page.getByLabel('Password').fill(shop.password);
    await staff.page.getByRole('button', { name: 'Log in' }).click();
    await eventually(async () =>
      expect((await staff.page.locator('.tile').allTextContents()).join(' ')).toMatch(/Revenue.*89/),
    );
    expect(staff.complaints).toEqual([]);

    shop.clock.offsetMs = 31 * MINUTE_MS;
    await page.clock.fastForward(31 * MINUTE_MS);
    // Playwright does not move the clock of the cookies: after half an hour this one would be gone.
    await context.clearCookies({ name: 'footfall_nonce' });
    await open('/orders');
    await page.getByText('€89.00').first().waitFor();
    expect(await sessionId()).not.toBe(atFirst);
    await page.close();
    await shop.untilWritten();
    expect(complaints).toEqual([]);

    const { sessions, session_events, customers, products, shop_orders } = await shop.closeAndRead(
      'sessions',
      'session_events',
      'customers',
      'products',
      'shop_orders',
    );
    const first = sessions.find(({ _id }: { _id: string }) => _id === atFirst);
    const [order] = shop_orders;
    expect(first).toMatchObject({
      type: 'CUSTOMER',
      customerId: customers[0].customerId,
      converted: true,
      orderId: order.orderId,
      channel: 'Email',
      landingPage: '/',
      exitPage: `/thank-you/${order.orderId}`,
      cartAdds: 1,
      checkoutStarted: true,
    });
    const told = session_events
      .filter(({ sessionId: of }: { sessionId: string }) => of === atFirst)
      .sort(
        (a: { occurredAt: Date }, b: { occurredAt: Date }) => a.occurredAt.getTime() - b.occurredAt.getTime(),
      )
      .map(({ type }: { type: string }) => type);
    const milestones = [
      'session_started',
      'product_view',
      'add_to_cart',
      'customer_login',
      'checkout_started',
      'order_completed',
    ];
    expect(told.filter((type: string) => milestones.includes(type))).toEqual(milestones);

    expect(customers).toMatchObject([{ totalOrders: 1, totalSpent: 8_900, lastOrderDate: order.placedAt }]);
    const red = products.find(({ productId }: { productId: string }) => productId === 'red-runners');
    expect(red).toMatchObject({ totalSales: 1, totalRevenue: 8_900 });

    const again = sessions.filter(({ startedAt }: { startedAt: Date }) => startedAt > first.lastSeenAt);
    expect(again).toMatchObject([
      { type: 'CUSTOMER', customerId: first.customerId, visitorId: first.visitorId, converted: false },
    ]);
  });

  it('one customer on a desktop, a phone and a tablet is one visitor with three sessions, and what she began on the phone she pays on the desktop', {
    timeout: 120_000,
  }, async () => {
    const shop = await openShop();
    const mobile = await shop.profile(DEVICES.mobile);
    await shopper(shop, mobile.page).open('/register');
    await shopper(shop, mobile.page).fillIn('Create account', ANNA);
    await shopper(shop, mobile.page).open('/category/shoes');
    await shopper(shop, mobile.page).add('Red Runners');

    shop.clock.offsetMs = 2 * MINUTE_MS;
    const tablet = await shop.profile(DEVICES.tablet);
    await shopper(shop, tablet.page).open('/login');
    await shopper(shop, tablet.page).fillIn('Log in', ANNA);

    shop.clock.offsetMs = 4 * MINUTE_MS;
    const desktop = await shop.profile(DEVICES.desktop);
    await shopper(shop, desktop.page).open('/category/accessories');
    await shopper(shop, desktop.page).add('Straw Hat');
    await shopper(shop, desktop.page).open('/login');
    await shopper(shop, desktop.page).fillIn('Log in', ANNA);
    await shopper(shop, desktop.page).pay();
    for (const { page, complaints } of [mobile, tablet, desktop]) {
      await page.close();
      expect(complaints).toEqual([]);
    }
    await shop.aggregate();

    const { current } = await shop.ask(`analytics/summary?${shop.range()}`);
    expect(current).toMatchObject({ totalVisits: 3, uniqueVisits: 1, convertedSessions: 1, orders: 1 });
    const report = await shop.ask(`analytics/devices?${shop.range()}`);
    expect(report.visitors).toMatchObject({ total: 1, onSeveralDevices: 1 });
    expect(report.crossDevice).toMatchObject({ conversions: 1, firstSeenElsewhere: 1 });
    expect(report.crossDevice.paths).toMatchObject([{ from: 'mobile', to: 'desktop', conversions: 1 }]);
    expect(report.continuity).toMatchObject({ cartsBegun: 1, paidOnOtherDevice: 1 });
    const { visitors } = await shop.ask('analytics/visitors');
    const journey = await shop.ask(`analytics/journeys/${visitors[0].visitor}`);
    expect(journey.sessions.map(({ device }: { device: string }) => device)).toEqual([
      'mobile',
      'tablet',
      'desktop',
    ]);
    expect(journey).toMatchObject({ crossDevice: true, ordersCount: 1 });
    expect(await shop.ask(`analytics/coverage?${shop.range()}`)).toMatchObject({
      orders: 1,
      joined: 1,
      unjoined: [],
    });

    const { sessions, shop_orders } = await shop.closeAndRead('sessions', 'shop_orders');
    expect(new Set(sessions.map(({ b }: { b: string }) => b)).size).toBe(3);
    expect(sessions.every(({ type }: { type: string }) => type === 'CUSTOMER')).toBe(true);
    const bought = shop_orders[0].items.map(({ productId }: { productId: string }) => productId);
    expect(bought.sort()).toEqual(['red-runners', 'straw-hat']);
  });
});
