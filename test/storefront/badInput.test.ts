import { describe, expect, it } from 'vitest';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import { eventsOf } from '../support/testShop.ts';
import { shopper, testStorefront } from './testStorefront.ts';

const registered = async (shop: Awaited<ReturnType<typeof testStorefront>>) => {
  const anna = shopper(shop);
  await anna.register('anna');
  await anna.add('red-runners');
  return anna;
};

describe('a request', () => {
  const QUANTITY = { status: 400, body: { error: { code: 'invalid', field: 'quantity' } } };
  it.each([0, -1, 1.5, 1e9, 100, '1', null, true, [1]])(
    'with the quantity %j is refused',
    async (quantity) => {
      const anna = await registered(await testStorefront());
      const body = { productId: 'red-runners', quantity };
      expect(await anna.ask('POST', 'cart/items', { body })).toMatchObject(QUANTITY);
      expect(await anna.ask('PATCH', 'cart/items/red-runners', { body })).toMatchObject(QUANTITY);
      expect(await anna.cart()).toMatchObject({ quantity: 1 });
    },
  );

  it('of an unknown product, or of one that is not in the cart, is refused', async () => {
    const anna = await registered(await testStorefront());
    const unknown = { status: 404, body: { error: { code: 'unknown_product' } } };
    expect(await anna.add('none')).toMatchObject(unknown);
    expect(await anna.set('none', 1)).toMatchObject(unknown);
    expect(await anna.set('straw-hat', 1)).toMatchObject({
      status: 404,
      body: { error: { code: 'not_in_cart' } },
    });
    expect(await anna.remove('none')).toMatchObject({ status: 200, body: { cart: { quantity: 1 } } });
  });

  it.each([
    ['no JSON', '{', 'invalid_json'],
    ['a list', '[]', 'invalid'],
    ['a text', '"a"', 'invalid'],
    ['nothing', '', 'missing'],
    ['half of it', '{"productId":"red-runners"}', 'missing'],
    ['a product that is no text', '{"productId":{"$ne":1},"quantity":1}', 'invalid'],
    ['a product of no name', '{"productId":"","quantity":1}', 'invalid'],
  ])('whose body is %s is refused', async (_, body, code) => {
    const anna = await registered(await testStorefront());
    const answered = await anna.ask('POST', 'cart/items', { body });
    expect(answered).toMatchObject({ status: 400, body: { error: { code, message: expect.any(String) } } });
    expect(answered.body.error?.field).toEqual(expect.any(String));
  });

  it('whose body is a list is refused, also where no field is needed', async () => {
    const anna = await registered(await testStorefront());
    for (const path of ['auth/logout', 'auth/refresh', 'checkout']) {
      expect(await anna.ask('POST', path, { body: '[null]' })).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid', field: 'body', message: 'The body must be a JSON object.' } },
      });
    }
  });

  it('whose body is too large, or of another media type, is refused', async () => {
    const anna = await registered(await testStorefront());
    const body = JSON.stringify({ productId: 'red-runners', quantity: 1, more: 'x'.repeat(20_000) });
    expect(await anna.ask('POST', 'cart/items', { body })).toMatchObject({ status: 413 });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', undefined]) {
      for (const path of ['cart/items', 'auth/login', 'auth/logout', 'auth/refresh', 'checkout', 'orders']) {
        expect(
          await anna.ask('POST', path, {
            body: '{}',
            headers: { 'content-type': type, 'idempotency-key': 'k' },
          }),
        ).toMatchObject({ status: 415, body: { error: { code: 'unsupported_media_type' } } });
      }
    }
    expect(await anna.cart()).toMatchObject({ quantity: 1 });
  });

  it('that orders an empty cart is refused', async () => {
    const anna = await registered(await testStorefront());
    await anna.remove('red-runners');
    const empty = { status: 422, body: { error: { code: 'empty_cart' } } };
    expect(await anna.ask('POST', 'checkout', { body: {} })).toMatchObject(empty);
    expect(await anna.order()).toMatchObject(empty);
  });

  it.each([undefined, '', 'a b', 'x'.repeat(101), 'käse'])('with the key %j orders nothing', async (key) => {
    const shop = await testStorefront();
    const anna = await registered(shop);
    const refused = await anna.ask('POST', 'orders', { body: {}, headers: { 'idempotency-key': key } });
    expect(refused).toMatchObject({ status: 400, body: { error: { field: 'idempotency-key' } } });
    expect(refused.body.error?.code).toBe(key === undefined ? 'missing' : 'invalid');
    expect(eventsOf(shop.session).some(({ type }) => type === 'order_completed')).toBe(false);
  });

  it('of a page of another origin is refused, whatever it asks', async () => {
    const shop = await testStorefront();
    const anna = await registered(shop);
    const before = shop.session.messages.length;
    for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example']) {
      const asked = await anna.ask('POST', 'cart/items', {
        body: { productId: 'red-runners', quantity: 1 },
        headers: { origin },
      });
      expect(asked).toMatchObject({
        status: 403,
        setCookies: [],
        body: { error: { code: 'origin_not_allowed' } },
      });
      expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
    }
    expect(await anna.cart()).toMatchObject({ quantity: 1 });
    expect(shop.session.messages).toHaveLength(before);
  });

  it.each([
    ['POST', 'cart/items'],
    ['PATCH', 'cart/items/red-runners'],
    ['DELETE', 'cart/items/red-runners'],
    ['POST', 'auth/login'],
    ['POST', 'auth/logout'],
    ['POST', 'orders'],
  ])('of another site’s page, without an origin, changes nothing: %s %s', async (method, path) => {
    const shop = await testStorefront();
    const anna = await registered(shop);
    const before = shop.session.messages.length;
    const refused = await anna.ask(method, path, {
      body: { productId: 'red-runners', quantity: 5 },
      headers: { origin: undefined, 'sec-fetch-site': 'cross-site', 'idempotency-key': 'k' },
    });
    expect(refused).toMatchObject({ status: 403, setCookies: [], body: { error: { code: 'cross_site' } } });
    expect(shop.session.messages).toHaveLength(before);
    expect(await anna.cart()).toMatchObject({ quantity: 1 });
  });

  it('of another allowed page’s is answered with CORS, and its preflight too', async () => {
    const anna = shopper(await testStorefront());
    const answered = await anna.ask('GET', 'products');
    expect(answered.headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-credentials': 'true',
    });
    const preflight = await anna.ask('OPTIONS', 'cart/items/red-runners', {
      headers: { 'access-control-request-method': 'PATCH' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-methods']).toContain('PATCH');
    expect(preflight.headers['access-control-allow-headers']).toContain('idempotency-key');
  });

  it('with the address of a product that cannot be read is answered 404', async () => {
    const anna = shopper(await testStorefront());
    for (const id of ['%', '%ff', 'x'.repeat(201), '..%2f']) {
      expect((await anna.ask('GET', `products/${id}`)).status).toBe(404);
    }
  });

  it('may be a HEAD, without a body', async () => {
    const anna = shopper(await testStorefront());
    expect(await anna.ask('HEAD', 'products')).toMatchObject({ status: 200, body: {} });
  });
});

describe('where the record is down', () => {
  const down = () => Promise.reject(new RecordUnavailable('down', { cause: new Error('refused') }));

  it('the shop says so, and when to try again', async () => {
    const shop = await testStorefront({ replaced: { catalogue: { products: down, find: down } } });
    const anna = shopper(shop);
    expect(await anna.ask('GET', 'products')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { error: { code: 'unavailable' } },
    });
    expect(shop.session.log.lines).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });

  it('nobody learns from the answer what broke', async () => {
    const shop = await testStorefront({
      replaced: { catalogue: { products: () => Promise.reject(new Error('at secret-host')), find: down } },
    });
    const answered = await shopper(shop).ask('GET', 'products');
    expect(answered).toMatchObject({ status: 500, body: { error: { code: 'internal' } } });
    expect(JSON.stringify(answered)).not.toContain('secret-host');
    expect(shop.session.log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });
});
