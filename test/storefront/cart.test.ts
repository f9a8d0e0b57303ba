import { describe, expect, it } from 'vitest';
import { MAX_QUANTITY } from '../../src/storefront/carts/cartArithmetic.ts';
import { eventsOf } from '../support/testShop.ts';
import { FEDORA, HAT, piecesIn, RUNNERS, SHOP, shopper, testStorefront } from './testStorefront.ts';

const cartEventsOf = (shop: Awaited<ReturnType<typeof testStorefront>>) =>
  eventsOf(shop.session)
    .filter(({ type }) => type.endsWith('_cart'))
    .map(({ type, properties }) => ({ type, ...properties }));

describe.each(['1.0', '2.0'] as const)('a cart, over payload %s,', (payload) => {
  it('takes, changes and gives up pieces, and tells of each', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop, { payload });
    expect(await anna.cart()).toEqual({ id: null, items: [], quantity: 0, totalMinor: 0, currency: 'EUR' });
    expect(anna.cartCookie()).toBeUndefined();

    const added = await anna.add('red-runners', 2);
    expect(added.status).toBe(201);
    expect(added.body.cart).toEqual({
      id: expect.any(String),
      items: [
        {
          productId: 'red-runners',
          name: RUNNERS.name,
          image: RUNNERS.image,
          priceMinor: 8_900,
          quantity: 2,
          stock: 20,
        },
      ],
      quantity: 2,
      totalMinor: 17_800,
      currency: 'EUR',
    });
    await anna.add('straw-hat');
    await anna.add('red-runners', 3);
    expect(piecesIn((await anna.set('red-runners', 1)).body.cart)).toEqual({
      'red-runners': 1,
      'straw-hat': 1,
    });
    await anna.set('red-runners', 4);
    const left = await anna.remove('red-runners');
    expect(left).toMatchObject({ status: 200, body: { cart: { quantity: 1, totalMinor: 3_900 } } });
    expect(await anna.cart()).toEqual(left.body.cart);
    expect(left.body.cart.id).toBe(added.body.cart.id);

    const runners = { productId: 'red-runners', priceMinor: 8_900 };
    expect(cartEventsOf(shop)).toEqual([
      { type: 'add_to_cart', ...runners, quantity: 2, cartValueMinor: 17_800 },
      { type: 'add_to_cart', productId: 'straw-hat', priceMinor: 3_900, quantity: 1, cartValueMinor: 21_700 },
      { type: 'add_to_cart', ...runners, quantity: 3, cartValueMinor: 48_400 },
      { type: 'remove_from_cart', ...runners, quantity: 4, cartValueMinor: 12_800 },
      { type: 'add_to_cart', ...runners, quantity: 3, cartValueMinor: 39_500 },
      { type: 'remove_from_cart', ...runners, quantity: 4, cartValueMinor: 3_900 },
    ]);
  });
});

describe('a cart', () => {
  it('tells of nothing where nothing changes', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.remove('straw-hat');
    await anna.add('straw-hat', 2);
    await anna.set('straw-hat', 2);
    await anna.remove('red-runners');
    expect(cartEventsOf(shop)).toHaveLength(1);
    expect(await anna.cart()).toMatchObject({ quantity: 2 });
  });

  it('holds no more than there is, and says how much there is', async () => {
    const anna = shopper(await testStorefront());
    expect(await anna.add('night-fedora')).toMatchObject({
      status: 409,
      body: { error: { code: 'sold_out', message: `${FEDORA.name} is sold out.` } },
    });
    await anna.add('straw-hat', 2);
    const more = {
      status: 409,
      body: { error: { code: 'sold_out', message: `Only 3 of ${HAT.name} are left.` } },
    };
    expect(await anna.add('straw-hat', 2)).toMatchObject(more);
    expect(await anna.set('straw-hat', 4)).toMatchObject(more);
    expect(piecesIn(await anna.cart())).toEqual({ 'straw-hat': 2 });
  });

  it('may give up pieces of a product that is sold out meanwhile', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.add('straw-hat', 3);
    await shop.catalogue.setStock(SHOP.id, 'straw-hat', 0);
    expect(await anna.set('straw-hat', 2)).toMatchObject({ status: 200, body: { cart: { quantity: 2 } } });
  });

  it(`holds at most ${MAX_QUANTITY} of one product`, async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await shop.catalogue.setStock(SHOP.id, 'red-runners', 1_000);
    await anna.add('red-runners', MAX_QUANTITY);
    expect(await anna.add('red-runners', 1)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid', field: 'quantity' } },
    });
    expect(await anna.cart()).toMatchObject({ quantity: MAX_QUANTITY });
  });

  it('loses nothing that twenty tabs put in at once', async () => {
    const anna = shopper(await testStorefront());
    await anna.add('red-runners', 1);
    const added = await Promise.all(Array.from({ length: 19 }, () => anna.add('red-runners', 1)));
    expect(added.map(({ status }) => status)).toEqual(Array(19).fill(201));
    expect(piecesIn(await anna.cart())).toEqual({ 'red-runners': 20 });
  });

  it('is another browser’s only by the token that we made', async () => {
    const shop = await testStorefront();
    const [anna, eve] = [shopper(shop), shopper(shop)];
    await anna.add('straw-hat');
    expect(await eve.cart()).toMatchObject({ quantity: 0 });

    const planted = 'A'.repeat(22);
    eve.jar.set('cart', planted);
    await eve.add('red-runners');
    expect(eve.cartCookie()).toMatch(/^[\w-]{22}$/);
    expect(eve.cartCookie()).not.toBe(planted);
    expect((await eve.ask('GET', 'cart', { cookies: [`cart=${planted}`] })).body.cart.items).toEqual([]);
  });

  it('is sent under a cookie that no script and no other site can read', async () => {
    const anna = shopper(await testStorefront());
    const { setCookies } = await anna.add('straw-hat');
    const cookie = setCookies.find((one) => one.startsWith('cart='));
    expect(cookie).toMatch(
      /^cart=[\w-]{22}; Max-Age=2592000; Path=\/api\/storefront; HttpOnly; Secure; SameSite=Lax$/,
    );
  });
});

describe('the carts of a customer’s devices', () => {
  it('become one at the logins, and nothing is left under the browsers’ cookies', async () => {
    const shop = await testStorefront();
    const [phone, desktop] = [shopper(shop), shopper(shop)];
    await phone.register('anna');
    await phone.add('straw-hat', 2);
    await desktop.add('straw-hat', 2);
    await desktop.add('red-runners', 1);
    const planted = desktop.cartCookie();
    const { setCookies } = await desktop.login('anna');
    expect(setCookies.some((cookie) => cookie.startsWith('cart=; Max-Age=0;'))).toBe(true);
    expect(desktop.cartCookie()).toBeUndefined();

    // Two and two are four, but there are three.
    const merged = { 'straw-hat': 3, 'red-runners': 1 };
    expect(piecesIn(await desktop.cart())).toEqual(merged);
    expect(piecesIn(await phone.cart())).toEqual(merged);

    const thief = shopper(shop);
    thief.jar.set('cart', planted ?? '');
    expect(await thief.cart()).toMatchObject({ id: null, items: [] });
    await desktop.add('red-runners', 1);
    expect(await thief.cart()).toMatchObject({ id: null, items: [] });
  });

  it('become one once, where the login is sent ten times at once', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    await anna.logout();
    await anna.add('red-runners', 2);
    await Promise.all(Array.from({ length: 9 }, () => anna.login('anna')));
    expect(piecesIn(await anna.cart())).toEqual({ 'red-runners': 2 });
  });

  it('stay as they were where the record fails between', async () => {
    let fails = false;
    const whole = await testStorefront();
    const shop = await testStorefront({
      db: whole.db,
      replaced: {
        catalogue: {
          products: whole.catalogue.products,
          find: async (site, ids) => {
            if (fails) throw new Error('broken');
            return whole.catalogue.find(site, ids);
          },
        },
      },
    });
    const anna = shopper(shop);
    await anna.register('anna');
    await anna.logout();
    await anna.add('red-runners', 2);
    fails = true;
    expect(await anna.login('anna')).toMatchObject({ status: 500, body: { error: { code: 'internal' } } });
    fails = false;
    expect(piecesIn(await anna.cart())).toEqual({ 'red-runners': 2 });
    await anna.login('anna');
    expect(piecesIn(await anna.cart())).toEqual({ 'red-runners': 2 });
  });

  it('are nobody’s after the logout, and the customer’s again after the next login', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    await anna.add('straw-hat');
    await anna.logout();
    expect(await anna.cart()).toMatchObject({ id: null, items: [] });
    await anna.login('anna');
    expect(piecesIn(await anna.cart())).toEqual({ 'straw-hat': 1 });
  });
});
