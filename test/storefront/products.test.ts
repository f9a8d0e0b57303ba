import { describe, expect, it } from 'vitest';
import { eventsOf } from '../support/testShop.ts';
import { HAT, PRODUCTS, RUNNERS, shopper, testStorefront } from './testStorefront.ts';

describe.each(['1.0', '2.0'] as const)('the shop’s products, over payload %s,', (payload) => {
  it('are listed in the shop’s order, all or those of a category', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop, { payload });
    expect(await anna.ask('GET', 'products')).toMatchObject({
      status: 200,
      body: { products: PRODUCTS, currency: 'EUR' },
    });
    const hats = await anna.ask('GET', 'products?category=accessories');
    expect(hats.body.products.map(({ id }) => id)).toEqual(['straw-hat', 'night-fedora']);
    expect((await anna.ask('GET', 'products?category=none')).body.products).toEqual([]);
  });

  it('are seen one by one, and each look is an event of the session', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop, { payload });
    const seen = await anna.ask('GET', `products/${HAT.id}`);
    expect(seen).toMatchObject({ status: 200, body: { product: HAT, currency: 'EUR' } });
    expect([...anna.jar.keys()]).toEqual(expect.arrayContaining(['session', 'visitor_id']));
    expect(eventsOf(shop.session)).toMatchObject([
      { type: 'session_started' },
      {
        type: 'product_view',
        source: 'server',
        properties: { productId: HAT.id, priceMinor: HAT.priceMinor },
      },
    ]);
  });

  it('are not what they are not', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop, { payload });
    expect(await anna.ask('GET', 'products/unknown')).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown_product' } },
    });
    expect(eventsOf(shop.session).map(({ type }) => type)).toEqual(['session_started']);
    expect(await anna.ask('GET', 'nothing')).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    });
    expect(await anna.ask('DELETE', `products/${RUNNERS.id}`)).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
      body: { error: { code: 'method_not_allowed' } },
    });
    expect(await anna.ask('GET', 'products?colour=red')).toMatchObject({
      status: 400,
      body: { error: { code: 'unknown_parameter', field: 'colour' } },
    });
  });
});
