import { describe, expect, it } from 'vitest';
import { ACCESS_TOKEN_MS } from '../../src/storefront/tokens/createAccessTokens.ts';
import { eventsOf } from '../support/testShop.ts';
import { shopper, type TestStorefront, testStorefront } from './testStorefront.ts';

const sessionsOf = (shop: TestStorefront) => [
  ...new Set(shop.session.messages.map(({ session }) => session.id)),
];
const latestSession = (shop: TestStorefront) => shop.session.messages.at(-1)?.session;

describe('the session of a customer', () => {
  it('begins as the customer’s where the token is still good, and is the same visitor’s', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    const { customer } = (await anna.register('anna')).body;
    const { visitor } = latestSession(shop) ?? {};
    shop.session.clock.nowMs += 31 * 60_000;
    // The access token is over, the refresh token is not.
    expect(await anna.refresh()).toMatchObject({ status: 200 });
    await anna.add('straw-hat');
    expect(sessionsOf(shop)).toHaveLength(2);
    expect(latestSession(shop)).toMatchObject({ visitor });
    const logins = eventsOf(shop.session).filter(({ type }) => type === 'customer_login');
    expect(logins.map(({ customerId }) => customerId)).toEqual([customer.id, customer.id]);
  });

  it('is not logged in anew by each page that is loaded', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    const cookie = anna.jar.get('session');
    for (let page = 0; page < 3; page++) expect(await anna.refresh()).toMatchObject({ status: 200 });
    expect(eventsOf(shop.session).filter(({ type }) => type === 'customer_login')).toHaveLength(1);
    expect(anna.jar.get('session')).toBe(cookie);
  });

  it('is no proof of who asks', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    await anna.add('straw-hat');
    const thief = shopper(shop, { jar: new Map(anna.jar) });
    expect(await thief.ask('GET', 'orders')).toMatchObject({
      status: 401,
      body: { error: { code: 'login_required' } },
    });
    expect(await thief.cart()).toMatchObject({ id: null, items: [] });
  });

  it('shows nothing to whoever planted its cookies before the login', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.add('straw-hat');
    const eve = shopper(shop, { jar: new Map(anna.jar) });
    expect(await eve.cart()).toMatchObject({ quantity: 1 });
    await anna.register('anna');
    const victims = sessionsOf(shop);
    expect(victims).toHaveLength(1);

    expect(await eve.cart()).toMatchObject({ id: null, items: [] });
    shop.session.clock.nowMs += 61_000;
    await anna.add('red-runners');
    expect(await eve.cart()).toMatchObject({ id: null, items: [] });
    expect(await eve.ask('GET', 'orders')).toMatchObject({ status: 401 });
    await eve.ask('GET', 'products/straw-hat');
    expect(sessionsOf(shop)).toHaveLength(2);
    const ofVictim = shop.session.messages.filter(({ session }) => session.id === victims[0]);
    expect(ofVictim.flatMap(({ events }) => events).some(({ type }) => type === 'product_view')).toBe(false);
  });

  it('is begun by nobody where the visitor must not be tracked, and the shop goes on', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    const headers = { origin: 'https://other.example', host: 'other.example', 'sec-gpc': '1' };
    const ask = (method: string, path: string, body?: object, more: object = {}) =>
      anna.ask(method, path, { headers: { ...headers, ...more }, ...(body === undefined ? {} : { body }) });
    const { body } = await ask('POST', 'auth/register', {
      email: 'anna@example.com',
      password: 'correct horse',
      name: 'Anna',
    });
    anna.useToken(body.accessToken);
    expect(await ask('POST', 'cart/items', { productId: 'straw-hat', quantity: 1 })).toMatchObject({
      status: 201,
    });
    expect(await ask('POST', 'orders', {}, { 'idempotency-key': 'k' })).toMatchObject({ status: 201 });
    expect(await ask('POST', 'auth/logout', {})).toMatchObject({ status: 200 });
    expect(shop.session.messages).toEqual([]);
    expect(anna.jar.has('session')).toBe(false);
    // The order counts all the same, of no session.
    const orders = await shop.db.collection('orders').find({}).toArray();
    expect(orders).toMatchObject([{ siteId: 'other' }]);
    expect(Object.values(orders[0]?.told ?? {})).toMatchObject([{ unjoined: 'not_tracked' }]);
  });

  it('ends with the logout: what comes after is an anonymous browser’s', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    await anna.logout();
    shop.session.clock.nowMs += ACCESS_TOKEN_MS;
    await anna.ask('GET', 'products/straw-hat');
    expect(sessionsOf(shop)).toHaveLength(2);
    const [seen] = eventsOf(shop.session).filter(({ type }) => type === 'product_view');
    expect(seen?.customerId).toBeUndefined();
  });

  it('of two customers on one browser is one each, of two visitors', async () => {
    const shop = await testStorefront();
    const browser = shopper(shop);
    const ids = new Map<string, { readonly session: string; readonly visitor: string }>();
    for (const name of ['anna', 'ben']) {
      await browser.register(name);
      await browser.ask('GET', 'products/straw-hat');
      const session = latestSession(shop);
      ids.set(name, { session: session?.id ?? '', visitor: session?.visitor ?? '' });
    }
    const [anna, ben] = [ids.get('anna'), ids.get('ben')];
    expect(anna?.session).not.toBe(ben?.session);
    expect(anna?.visitor).not.toBe(ben?.visitor);
  });

  it('is not converted by the order of another customer, whose tab is still open in the same browser', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    await anna.add('straw-hat');
    const ben = shopper(shop, { jar: anna.jar });
    await ben.register('ben');
    const bens = latestSession(shop)?.id;
    expect(await anna.order('late')).toMatchObject({ status: 201 });
    const converted = shop.session.messages.filter(({ events }) =>
      events.some(({ type }) => type === 'order_completed'),
    );
    expect(converted.map(({ session }) => session.id)).not.toContain(bens);
    const orders = await shop.db.collection('orders').find({}).toArray();
    expect(orders).toHaveLength(1);
  });
});
