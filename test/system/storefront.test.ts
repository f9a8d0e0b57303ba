import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import { describeWith, startMinistack } from '../servers/servers.ts';
import { barePlace, type FootfallPlace, serversPlace } from '../support/footfallPlaces.ts';
import { aggregateByHand, staffClient, untilWritten, yesterdayAndToday } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { shopBrowser } from './shopBrowser.ts';

const MINUTE_MS = 60_000;

const theStorefront = (openPlace: () => Promise<FootfallPlace>): void => {
  const openShop = async () => {
    const [place, dataDir] = [await openPlace(), await temporaryDataDir()];
    const clock = { offsetMs: 0 };
    const now = () => Date.now() + clock.offsetMs;
    const footfall = await startFootfall({
      port: 0,
      dataDir,
      environment: place.environment,
      log: keptLog(),
      now,
      drainMs: MINUTE_MS,
    });
    onTestFinished(() => footfall.stop());
    const control = JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8'));
    const { url } = footfall;
    return {
      url,
      clock,
      now,
      ask: staffClient(footfall).ask,
      aggregate: () => aggregateByHand(control),
      range: () => yesterdayAndToday(now()),
      conversionKey: async () => (await readFile(join(dataDir, 'conversion.keys'), 'utf8')).trim(),
      setStock: async (productId: string, stock: number) => {
        const { status } = await fetch(`${url}/api/local/products/${productId}/stock`, {
          method: 'PUT',
          headers: { 'x-footfall-control': control.token, 'content-type': 'application/json' },
          body: JSON.stringify({ stock }),
        });
        expect(status).toBe(204);
      },
      /** The record's documents, one collection after another; the shop stops. */
      closeAndRead: async (...names: readonly string[]) => {
        await untilWritten(url);
        await footfall.stop();
        const all: { [name: string]: { readonly [field: string]: unknown }[] } = {};
        for (const name of names) all[name] = await place.documents(dataDir, name);
        return all;
      },
    };
  };

  it('a login with 20 requests in flight leaves one session, and the fresh cookie', async () => {
    const shop = await openShop();
    await shopBrowser(shop.url).register('anna');
    const browser = shopBrowser(shop.url);
    await browser.view('/');
    const { sid } = browser.session();
    const inFlight = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? browser.view(`/page/${index}`) : browser.get('products'),
    );
    const login = await browser.logIn('anna');
    expect(login.status).toBe(200);
    const answers = await Promise.all(inFlight);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(browser.session()).toMatchObject({ sid, k: expect.stringMatching(/^1\./) });
    await browser.add('red-runners');
    expect((await browser.order('k')).status).toBe(201);
    const { sessions } = await shop.closeAndRead('sessions');
    expect(sessions?.filter(({ b }) => b === browser.session().b)).toMatchObject([
      { _id: sid, type: 'CUSTOMER', converted: true, pageViews: 11 },
    ]);
  });

  it('what was planted before a login is worth nothing 61 s after it', async () => {
    const shop = await openShop();
    const victim = shopBrowser(shop.url);
    await victim.view('/');
    await victim.add('red-runners');
    const planted = new Map(victim.jar);
    await victim.register('victim');
    await victim.add('straw-hat');

    const early = shopBrowser(shop.url, new Map(planted));
    expect(await early.get('products')).toMatchObject({ status: 200, setCookies: [] });
    shop.clock.offsetMs = 61_000;
    const thief = shopBrowser(shop.url, new Map(planted));
    expect((await thief.get('cart')).body.cart.items).toEqual([]);
    expect(await thief.get('orders')).toMatchObject({ status: 401 });
    expect((await thief.post('auth/refresh')).status).toBe(401);
    expect(thief.session().sid).not.toBe(victim.session().sid);
    expect((await victim.get('cart')).body.cart.items).toHaveLength(2);
    const { sessions } = await shop.closeAndRead('sessions');
    expect(sessions?.find(({ _id }) => _id === thief.session().sid)).toMatchObject({ type: 'ANONYMOUS' });
  });

  it('cross-site requests are refused, and swapped cookies are none', async () => {
    const shop = await openShop();
    const anna = shopBrowser(shop.url);
    await anna.register('anna');
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'content-type': 'text/plain' },
    ]) {
      const refused = await anna.post('cart/items', { productId: 'red-runners', quantity: 1 }, headers);
      expect([headers, refused.status]).toEqual([headers, 'content-type' in headers ? 415 : 403]);
    }
    expect((await anna.get('cart')).body.cart.items).toEqual([]);
    const swapped = new Map([
      ['session', anna.jar.get('visitor_id') as string],
      ['visitor_id', anna.jar.get('session') as string],
    ]);
    const stranger = shopBrowser(shop.url, swapped);
    await stranger.view('/');
    expect(stranger.session().b).not.toBe(anna.session().b);
  });

  it('two customers on one browser are two visitors, and no session is both’s', async () => {
    const shop = await openShop();
    const browser = shopBrowser(shop.url);
    await browser.view('/');
    await browser.register('anna');
    const anna = browser.session();
    await browser.register('ben');
    const ben = browser.session();
    expect(ben.sid).not.toBe(anna.sid);
    expect(ben.vid).not.toBe(anna.vid);
    await browser.post('auth/logout');
    await browser.logIn('anna');
    expect(browser.session()).toMatchObject({ b: anna.b, vid: anna.vid });
    await shop.aggregate();
    expect((await shop.ask(`analytics/summary?${shop.range()}`)).current).toMatchObject({ uniqueVisits: 2 });
    const { customers, sessions } = await shop.closeAndRead('customers', 'sessions');
    expect(new Set(customers?.map(({ visitorId }) => visitorId))).toEqual(new Set([anna.vid, ben.vid]));
    for (const { customerId, visitorId, type } of sessions ?? []) {
      const theirs = customers?.find((customer) => customer.customerId === customerId);
      if (type === 'CUSTOMER') expect(visitorId).toBe(theirs?.visitorId);
    }
  });

  it('of 50 orders at once for the last 10 pieces 10 are placed and 40 are clearly refused', {
    timeout: 120_000,
  }, async () => {
    const shop = await openShop();
    await shop.setStock('straw-hat', 10);
    const browsers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const browser = shopBrowser(shop.url);
        expect((await browser.register(index)).status).toBe(201);
        expect((await browser.add('straw-hat')).status).toBe(201);
        return browser;
      }),
    );
    const answers = await Promise.all(browsers.map((browser) => browser.order('once')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, body }) => [status, body.error.code])).toEqual(
      refused.map(() => [409, 'sold_out']),
    );
    expect(refused[0]?.body.error.message).toMatch(/Straw Hat/);
    const { products, shop_orders, customers } = await shop.closeAndRead(
      'products',
      'shop_orders',
      'customers',
    );
    const hat = products?.find(({ productId }) => productId === 'straw-hat');
    expect(hat).toMatchObject({ stock: 0, totalSales: 10 });
    const amount = Number(answers.find(({ status }) => status === 201)?.body.order.amountMinor);
    expect(hat).toMatchObject({ totalRevenue: 10 * amount });
    expect(shop_orders?.filter(({ state }) => state === 'placed')).toHaveLength(10);
    expect(customers?.filter(({ totalOrders }) => totalOrders === 1)).toHaveLength(10);
  });

  it('the same order sent 20 times at once, in two tabs, is one order', async () => {
    const shop = await openShop();
    const browser = shopBrowser(shop.url);
    await browser.register('anna');
    await browser.add('red-runners', 2);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => browser.order(index % 2 === 0 ? 'tab-one' : 'tab-two')),
    );
    const placed = answers.filter(({ status }) => status < 300);
    expect(placed.length).toBeGreaterThan(0);
    expect(new Set(placed.map(({ body }) => body.order.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await browser.order('tab-one')).toMatchObject({
      status: 200,
      body: { order: placed[0]?.body.order },
    });
    await shop.aggregate();
    const { current } = await shop.ask(`analytics/summary?${shop.range()}`);
    expect(current).toMatchObject({ orders: 1, revenue: 17_800, convertedSessions: 1 });
    const { customers, products } = await shop.closeAndRead('customers', 'products');
    expect(customers).toMatchObject([{ totalOrders: 1, totalSpent: 17_800 }]);
    expect(products?.find(({ productId }) => productId === 'red-runners')).toMatchObject({ totalSales: 2 });
  });

  it('a refund moves revenue, totals and the day back', async () => {
    const shop = await openShop();
    const browser = shopBrowser(shop.url);
    await browser.register('anna');
    await browser.add('red-runners', 2);
    const { order } = (await browser.order('one')).body;
    await shop.aggregate();
    const part = { items: [{ productId: 'red-runners', quantity: 1 }] };
    for (let time = 0; time < 3; time++) {
      const answer = await browser.post(`orders/${order.id}/refund`, part, { 'idempotency-key': 'r1' });
      expect(answer).toMatchObject({
        status: 200,
        body: { order: { status: 'partly_refunded', refundedMinor: 8_900 } },
      });
    }
    const tooMuch = await browser.post(
      `orders/${order.id}/refund`,
      { amountMinor: 8_901 },
      { 'idempotency-key': 'r2' },
    );
    expect(tooMuch).toMatchObject({ status: 422, body: { error: { code: 'refund_too_large' } } });
    await shop.aggregate();
    const { current } = await shop.ask(`analytics/summary?${shop.range()}`);
    expect(current).toMatchObject({ orders: 1, revenue: 8_900 });
    const { customers, products } = await shop.closeAndRead('customers', 'products');
    expect(customers).toMatchObject([{ totalOrders: 1, totalSpent: 8_900 }]);
    expect(products?.find(({ productId }) => productId === 'red-runners')).toMatchObject({
      totalSales: 1,
      totalRevenue: 8_900,
    });
  });

  it('orders of a shop’s own back end join their sessions, and the others say why not', async () => {
    const shop = await openShop();
    const key = await shop.conversionKey();
    const convert = async (body: object, signWith = key) => {
      const text = JSON.stringify(body);
      const timestamp = String(Math.floor(shop.now() / 1_000));
      const signature = createHmac('sha256', signWith).update(`${timestamp}.${text}`).digest('hex');
      const answer = await fetch(`${shop.url}/api/conversions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-footfall-timestamp': timestamp,
          'x-footfall-signature': `v1=${signature}`,
        },
        body: text,
      });
      return { status: answer.status, body: await answer.json() };
    };
    const order = { amountMinor: 5_000, currency: 'EUR' };
    const browser = shopBrowser(shop.url);
    await browser.view('/');
    const session = browser.jar.get('session');
    expect(await convert({ orderId: 'o-1', ...order, session })).toMatchObject({
      status: 200,
      body: { ok: true, joined: true, by: 'cookie' },
    });
    expect((await convert({ orderId: 'o-1', ...order, session })).status).toBe(200);
    expect((await convert({ orderId: 'o-1', ...order, amountMinor: 1, session })).status).toBe(409);
    expect(await convert({ orderId: 'o-2', ...order })).toMatchObject({
      body: { joined: false, reason: 'no_identity' },
    });
    expect(await convert({ orderId: 'o-3', ...order, session: 'x.y' })).toMatchObject({
      body: { joined: false, reason: 'cookie_invalid' },
    });
    expect((await convert({ orderId: 'o-4', ...order }, 'another key')).status).toBe(401);
    expect((await convert({ orderId: 'o-5', amountMinor: 5_000, currency: 'USD' })).status).toBe(422);
    await shop.aggregate();
    expect((await shop.ask(`analytics/summary?${shop.range()}`)).current).toMatchObject({
      convertedSessions: 1,
      orders: 3,
      revenue: 15_000,
    });
    const coverage = await shop.ask(`analytics/coverage?${shop.range()}`);
    expect(coverage).toMatchObject({
      orders: 3,
      joined: 1,
      by: { cookie: 1 },
      revenue: 15_000,
      joinedRevenue: 5_000,
    });
    expect(coverage.unjoined).toEqual(
      expect.arrayContaining([
        { reason: 'no_identity', orders: 1, revenue: 5_000 },
        { reason: 'cookie_invalid', orders: 1, revenue: 5_000 },
      ]),
    );
  });
};

describe('the storefront over HTTP, on the bare start', () => {
  theStorefront(barePlace);
});

describeWith(
  ['redis', 'secantus', 'ministack'],
  'the storefront over HTTP, on Redis, MongoDB’s protocol and DynamoDB',
  () => {
    let ministack: Awaited<ReturnType<typeof startMinistack>>;
    beforeAll(async () => {
      ministack = await startMinistack();
      vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', ministack.url);
      vi.stubEnv('AWS_REGION', 'us-east-1');
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    });
    afterAll(async () => {
      vi.unstubAllEnvs();
      await ministack.stop();
    });
    theStorefront(serversPlace);
  },
);
