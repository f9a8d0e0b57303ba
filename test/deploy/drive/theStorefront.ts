import { expect, it } from 'vitest';
import { parseKeyRing } from '../../../src/config/parseKeyRing.ts';
import type { KeyRing } from '../../../src/domain/cookies/signedValue.ts';
import { conversionSignature } from '../../../src/orders/conversions/conversionSignature.ts';
import { shopBrowser } from '../../system/shopBrowser.ts';
import type { Deployed } from './openDeployed.ts';
import { until } from './until.ts';

/** The second mission document's login and order, and the order of a shop that has a back end of its own. */
export const theStorefront = (deployed: () => Deployed): void => {
  it('a login makes the session a customer’s and an order converts it; customer and product have their totals', async () => {
    const { url, record, ask } = deployed();
    const [before] = await record('products', { productId: 'wool-socks' });
    expect(before, 'npm run products put the goods there').toMatchObject({ price: 1_400 });
    expect((await shopBrowser(url).register('anna')).status).toBe(201);

    const browser = shopBrowser(url);
    await browser.view('/');
    const { sid, b } = browser.session();
    expect((await browser.add('wool-socks', 2)).status).toBe(201);
    const login = await browser.logIn('anna');
    expect(login).toMatchObject({ status: 200, body: { accessToken: expect.any(String) } });
    expect(browser.session().sid, 'the session is the same as before the login').toBe(sid);
    expect((await browser.post('checkout')).status).toBe(200);
    const ordered = await browser.order('once');
    expect(ordered).toMatchObject({ status: 201, body: { order: { amountMinor: 2_800 } } });
    const orderId: string = ordered.body.order.id;

    const customerId: string = login.body.customer.id;
    await until('the session as a converted customer’s in MongoDB', async () =>
      expect(await record('sessions', { b })).toMatchObject([
        { _id: sid, type: 'CUSTOMER', customerId, converted: true, orderId },
      ]),
    );
    await until('the totals of the customer and of the product in MongoDB', async () => {
      expect(await record('customers', { customerId })).toMatchObject([
        { totalOrders: 1, totalSpent: 2_800, lastOrderDate: expect.any(Date) },
      ]);
      expect(await record('products', { productId: 'wool-socks' })).toMatchObject([
        { totalSales: 2, totalRevenue: 2_800, stock: before?.stock - 2 },
      ]);
    });
    expect(await ask(`analytics/journeys/${customerId}`)).toMatchObject({ customer: customerId });
    await until('the events of the visit in MongoDB', async () => {
      const events = await record('session_events', { sessionId: sid });
      expect(events.map(({ type }) => type)).toEqual(
        expect.arrayContaining([
          'page_view',
          'add_to_cart',
          'customer_login',
          'checkout_started',
          'order_completed',
        ]),
      );
    });
  });

  it('an order that the shop’s own back end reports is joined to its session, by the key that the stacks generated', async () => {
    const { url, record, secret, output } = deployed();
    const keys = parseKeyRing(await secret(output('ConversionKeysSecret')));
    const browser = shopBrowser(url);
    await browser.view('/shoes');
    const { sid } = browser.session();
    const report = async (signedBy: KeyRing) => {
      const body = JSON.stringify({
        orderId: 'back-end-1',
        amountMinor: 1_200,
        currency: 'EUR',
        placedAt: Date.now(),
        session: browser.jar.get('session'),
      });
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const answer = await fetch(`${url}/api/conversions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-footfall-timestamp': timestamp,
          'x-footfall-signature': conversionSignature(signedBy, timestamp, body),
        },
        body,
      });
      return [answer.status, await answer.json()];
    };
    const [refused] = await report(parseKeyRing('e'.repeat(32)));
    expect(refused).toBe(401);
    expect(await report(keys)).toEqual([200, { ok: true, joined: true, by: 'cookie' }]);
    await until('the session as converted in MongoDB', async () =>
      expect(await record('sessions', { _id: sid })).toMatchObject([
        { converted: true, orderId: 'back-end-1' },
      ]),
    );
  });
};
