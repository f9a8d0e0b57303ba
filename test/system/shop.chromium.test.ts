import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { CONTROL_HEADER } from '../../local/control/controlToken.ts';
import { controlledFootfall } from '../local/controlledFootfall.ts';
import { readRecord } from '../local/temporaryFootfall.ts';
import { describeWith } from '../servers/servers.ts';
import { eventually } from '../support/httpVisitor.ts';
import { seriousFindings } from '../support/seriousFindings.ts';
import { launchChromium } from '../web/chromium.ts';

const PASSWORD = 'merino and alpaca';
/** The link to an order, by its number. */
const ORDER = /^Order [0-9A-F]{8}$/;

describeWith(['chromium'], 'the shop in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  /** A shop of its own, and somebody in front of it; complaints are what no page may do: ask another host, or complain. */
  const visitor = async ({ width = 1_280 } = {}) => {
    const footfall = await controlledFootfall();
    const { url } = footfall;
    const context = await browser.newContext({
      locale: 'en-GB',
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    });
    onTestFinished(() => context.close());
    const complaints: string[] = [];
    context.on('request', (request) => {
      if (!request.url().startsWith(`${url}/`)) complaints.push(`asked for ${request.url()}`);
    });
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    context.on('weberror', (error) => complaints.push(String(error.error())));
    return { ...footfall, page: await context.newPage(), complaints };
  };

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 });
  const inNavigation = (page: Page, name: string | RegExp) =>
    page.getByRole('navigation').getByRole('link', { name }).first();

  const addToCart = async (page: Page): Promise<void> => {
    await button(page, 'Add to cart').click();
    await page.getByRole('link', { name: 'View cart' }).waitFor();
  };
  const register = async (page: Page, email = 'ada@shop.example'): Promise<void> => {
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByLabel('Name').fill('Ada Larkin');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await button(page, 'Create account').click();
  };
  const pay = async (page: Page): Promise<void> => {
    await page.getByLabel('Street and number').fill('Harbour Lane 7');
    await page.getByLabel('Postcode').fill('5003');
    await page.getByLabel('City').fill('Bergen');
    await button(page, /^Pay/).click();
  };
  /** From nothing to a customer at the till with one pair of runners. */
  const atTheTill = async (page: Page, url: string): Promise<void> => {
    await page.goto(`${url}/products/red-runners`);
    await addToCart(page);
    await page.goto(`${url}/checkout`);
    await register(page);
    await button(page, /^Pay/).waitFor();
  };
  const setStock = async (
    { url, token }: { readonly url: string; readonly token: string },
    product: string,
    stock: number,
  ): Promise<void> => {
    const answer = await fetch(`${url}/api/local/products/${product}/stock`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', [CONTROL_HEADER]: token },
      body: JSON.stringify({ stock }),
    });
    expect(answer.status).toBe(204);
  };

  it('is walked through from the first look to a refund, in one session that becomes the customer’s', async () => {
    const { url, page, complaints, dataDir, stop } = await visitor();
    const findings: string[] = [];
    const look = async () => findings.push(...(await seriousFindings(page)));

    await page.goto(`${url}/`);
    await page.getByRole('link', { name: 'Red Runners' }).waitFor();
    await look();
    await inNavigation(page, 'Shoes').click();
    await page.getByRole('link', { name: 'Red Runners' }).click();
    await heading(page, 'Red Runners').waitFor();
    await button(page, 'One more').click();
    await addToCart(page);
    await look();
    await page.getByRole('link', { name: 'View cart' }).click();
    await heading(page, 'Your cart').waitFor();
    await look();
    await page.getByRole('link', { name: 'Check out' }).click();
    await heading(page, 'Log in').waitFor();
    await look();
    await register(page);
    await heading(page, 'Checkout').waitFor();
    await look();
    await pay(page);
    await heading(page, /^Thank you/).waitFor();
    await look();
    await page.getByRole('link', { name: 'See the order' }).click();
    await page
      .getByRole('group', { name: /Red Runners/ })
      .getByRole('button', { name: 'One more' })
      .click();
    await look();
    await button(page, 'Refund €89.00').click();
    await page.getByText('Partly refunded').waitFor();
    await button(page, 'Cancel the rest').click();
    await button(page, 'Yes, cancel it').click();
    await page.getByText('All of this order is refunded').waitFor();
    await inNavigation(page, /Orders|Ada/).click();
    await page.getByRole('link', { name: ORDER }).waitFor();
    await look();
    await inNavigation(page, /^Cart/).click();
    await heading(page, 'Your cart is empty').waitFor();

    await eventually(async () => {
      const { sessions } = Object(await (await fetch(`${url}/api/local/sessions`)).json());
      expect(sessions).toContainEqual(expect.objectContaining({ exitPage: '/cart', pageViews: 12 }));
    });
    expect(findings).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
    await stop();
    const { sessions, events } = await readRecord(dataDir);
    const people = sessions.filter(({ bot }) => bot?.bot !== true);
    expect(people).toMatchObject([
      { type: 'CUSTOMER', converted: true, landingPage: '/', checkoutStarted: true },
    ]);
    expect(
      events
        .filter(({ type }) => type === 'page_view')
        .sort((a, b) => a.occurredAt - b.occurredAt)
        .map(({ path }) => path?.replace(/[0-9a-f]{12,}/, 'ID')),
    ).toEqual([
      '/',
      '/category/shoes',
      '/products/red-runners',
      '/cart',
      // Asked for, and answered with the login.
      '/checkout',
      '/login',
      '/register',
      '/checkout',
      '/thank-you/ID',
      '/orders/ID',
      '/orders',
      '/cart',
    ]);
    const told = events.map(({ type }) => type);
    expect(told).toEqual(
      expect.arrayContaining([
        'product_view',
        'add_to_cart',
        'customer_login',
        'checkout_started',
        'order_completed',
      ]),
    );
    expect(told.filter((type) => type === 'order_refunded')).toHaveLength(2);
  }, 60_000);

  it('keeps who is logged in over a reload, and asks for the login again after a logout', async () => {
    const { url, page } = await visitor();
    await page.goto(`${url}/orders`);
    await heading(page, 'Log in').waitFor();
    await register(page);
    await heading(page, 'Your orders').waitFor();
    await page.reload();
    await page.getByText('ada@shop.example').waitFor();
    await button(page, 'Log out').click();
    await heading(page, 'Log in').waitFor();
    await page.getByLabel('Email').fill('ada@shop.example');
    await page.getByLabel('Password').fill('not her password');
    await button(page, 'Log in').click();
    expect(await page.getByRole('alert').textContent()).toContain('wrong');
    await page.getByLabel('Password').fill(PASSWORD);
    await button(page, 'Log in').click();
    await heading(page, 'Your orders').waitFor();
  });

  it('renews a token that the shop refuses, and nobody notices', async () => {
    const { url, page } = await visitor();
    await page.goto(`${url}/orders`);
    await register(page);
    await heading(page, 'Your orders').waitFor();
    const refreshes: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/auth/refresh')) refreshes.push(request.url());
    });
    await page.route(
      '**/api/storefront/cart',
      (route) =>
        route.fulfill({ status: 401, json: { error: { code: 'login_required', message: 'Log in.' } } }),
      { times: 1 },
    );
    await inNavigation(page, 'Shoes').click();
    await page.getByRole('link', { name: 'Trail Boots' }).click();
    await page.route(
      '**/api/storefront/cart/items',
      (route) => route.fulfill({ status: 401, json: { error: { code: 'bad_token', message: 'Expired.' } } }),
      { times: 1 },
    );
    await addToCart(page);
    await eventually(async () =>
      expect(await inNavigation(page, /^Cart/).textContent()).toContain('1 piece'),
    );
    expect(refreshes).toHaveLength(1);
  });

  it('orders once, though the answer is lost and the customer presses again', async () => {
    const { url, page } = await visitor();
    await atTheTill(page, url);
    const keys: (string | undefined)[] = [];
    await page.route('**/api/storefront/orders', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 2) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await pay(page);
    await heading(page, /^Thank you/).waitFor();
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    await page.goto(`${url}/orders`);
    await page.getByRole('link', { name: ORDER }).waitFor();
    expect(await page.getByRole('link', { name: ORDER }).count()).toBe(1);
  });

  it('says at the till what is gone, and sells what is left', async () => {
    const { url, page, control } = await visitor();
    await page.goto(`${url}/products/leather-belt`);
    await button(page, 'One more').click();
    await addToCart(page);
    await page.goto(`${url}/checkout`);
    await register(page);
    await button(page, /^Pay/).waitFor();
    await setStock(control, 'leather-belt', 1);
    await pay(page);
    expect(await page.getByRole('alert').textContent()).toContain('Only 1 of Leather Belt is left');
    await page.getByRole('link', { name: 'Change your cart' }).click();
    await page.getByText('Only 1 left. Please take fewer').waitFor();
    expect(await page.getByRole('link', { name: 'Check out' }).count()).toBe(0);
    await button(page, 'One less').click();
    await page.getByRole('link', { name: 'Check out' }).click();
    await pay(page);
    await heading(page, /^Thank you/).waitFor();
  });

  it('says at the till that a price has changed, and asks again with the new total', async () => {
    const { url, page } = await visitor();
    await page.route(
      '**/api/storefront/checkout',
      async (route) => {
        const answer = await route.fetch();
        const { cart } = await answer.json();
        // As it was before the price went up.
        await route.fulfill({ response: answer, json: { cart: { ...cart, totalMinor: 7_900 } } });
      },
      { times: 1 },
    );
    await atTheTill(page, url);
    await button(page, 'Pay €79.00').waitFor();
    await pay(page);
    await button(page, 'Pay €89.00').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('A price has changed');
    expect(await page.getByLabel('City').inputValue()).toBe('Bergen');
    await button(page, 'Pay €89.00').click();
    await heading(page, /^Thank you/).waitFor();
  });

  it('can be walked through by keyboard alone, and the focus follows to each page', async () => {
    const { url, page } = await visitor();
    const focusedIs = (text: string) =>
      eventually(async () => expect(await page.locator(':focus').textContent()).toBe(text));
    await page.goto(`${url}/`);
    await page.getByRole('link', { name: 'Red Runners' }).waitFor();
    await page.keyboard.press('Tab');
    await focusedIs('Skip to the page');
    for (let tabs = 0; tabs < 3; tabs++) await page.keyboard.press('Tab');
    await focusedIs('Clothing');
    await page.keyboard.press('Enter');
    await heading(page, 'Clothing').waitFor();
    await focusedIs('Clothing');
    await eventually(async () => expect(await page.title()).toBe('Clothing · Larkfield'));
    await page.goBack();
    await focusedIs('Good things for going places.');
  });

  it('fits a phone, and has a word for each thing that is not there', async () => {
    const { url, page } = await visitor({ width: 390 });
    for (const [path, words] of [
      ['/', 'Everything we have'],
      ['/category/accessories', 'Accessories'],
      ['/products/night-fedora', 'Night Fedora'],
      ['/products/none', 'We looked everywhere'],
      ['/category/none', 'We looked everywhere'],
      ['/cart', 'Your cart is empty'],
      ['/login', 'Log in'],
    ] as const) {
      await page.goto(`${url}${path}`);
      await page.getByRole('heading', { name: words }).first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(await seriousFindings(page)).toEqual([]);
    }
    await page.goto(`${url}/products/night-fedora`);
    await button(page, 'Sold out').waitFor();
    expect(await button(page, 'Sold out').isDisabled()).toBe(true);
  });

  it('says that the shop does not answer, and tries again', async () => {
    const { url, page } = await visitor();
    await page.route('**/api/storefront/products', (route) => route.abort(), { times: 1 });
    await page.goto(`${url}/`);
    await page.getByText('The shop does not answer right now').waitFor();
    await button(page, 'Try again').click();
    await page.getByRole('link', { name: 'Red Runners' }).waitFor();
  });
});
