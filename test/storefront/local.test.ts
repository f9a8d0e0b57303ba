import { describe, expect, it } from 'vitest';
import { startFootfall } from '../../local/startFootfall.ts';
import { SEED_PRODUCTS } from '../../local/storefront/seedProducts.ts';
import { controlledFootfall } from '../local/controlledFootfall.ts';
import { CHROME } from '../support/apiGatewayEvents.ts';
import { keptLog } from '../support/testShop.ts';

interface Asked {
  readonly body?: object;
  readonly headers?: { readonly [name: string]: string };
}

const client =
  (url: string) =>
  async (method: string, path: string, { body, headers = {} }: Asked = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        'user-agent': CHROME,
        'accept-language': 'en',
        'sec-fetch-dest': 'empty',
        origin: url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  };

describe('the storefront of npm start', () => {
  it('opens with full shelves, one of them empty, and who controls it fills them', async () => {
    const { url, control } = await controlledFootfall();
    const ask = client(url);
    const { products, currency } = (await ask('GET', '/api/storefront/products')).body;
    expect({ products, currency }).toEqual({ products: SEED_PRODUCTS, currency: 'EUR' });
    expect(SEED_PRODUCTS.some(({ stock }) => stock === 0)).toBe(true);

    const setStock = (id: string, stock: unknown, token = control.token) =>
      ask('PUT', `/api/local/products/${id}/stock`, {
        body: { stock },
        headers: { 'x-footfall-control': token },
      });
    expect(await setStock('night-fedora', 7)).toMatchObject({ status: 204 });
    expect((await ask('GET', '/api/storefront/products/night-fedora')).body.product).toMatchObject({
      stock: 7,
    });
    expect(await setStock('night-fedora', 9, 'guessed')).toMatchObject({ status: 403 });
    expect(await setStock('night-fedora', -1)).toMatchObject({
      status: 400,
      body: { error: { field: 'stock' } },
    });
    expect(await setStock('none', 1)).toMatchObject({ status: 404 });
    expect((await ask('GET', '/api/storefront/products/night-fedora')).body.product).toMatchObject({
      stock: 7,
    });
  });

  it('keeps accounts, carts, orders, stock and logins over a restart', async () => {
    const first = await controlledFootfall();
    const ask = client(first.url);
    const account = { email: 'anna@example.com', password: 'correct horse', name: 'Anna' };
    const { accessToken } = (await ask('POST', '/api/storefront/auth/register', { body: account })).body;
    const headers = { authorization: `Bearer ${accessToken}` };
    const add = (productId: string) =>
      ask('POST', '/api/storefront/cart/items', { body: { productId, quantity: 1 }, headers });
    await add('straw-hat');
    const placed = await ask('POST', '/api/storefront/orders', {
      body: {},
      headers: { ...headers, 'idempotency-key': 'k' },
    });
    expect(placed.status).toBe(201);
    await add('wool-socks');
    await first.stop();

    const again = await startFootfall({
      port: 0,
      dataDir: first.dataDir,
      environment: {},
      log: keptLog(),
    });
    try {
      const askAgain = client(again.url);
      expect((await askAgain('GET', '/api/storefront/orders', { headers })).body.orders).toEqual([
        placed.body.order,
      ]);
      expect((await askAgain('GET', '/api/storefront/cart', { headers })).body.cart).toMatchObject({
        items: [{ productId: 'wool-socks', quantity: 1 }],
      });
      const hat = (await askAgain('GET', '/api/storefront/products/straw-hat')).body.product;
      expect(hat.stock).toBe((SEED_PRODUCTS.find(({ id }) => id === 'straw-hat')?.stock ?? 0) - 1);
      const { email, password } = account;
      expect(
        await askAgain('POST', '/api/storefront/auth/login', { body: { email, password } }),
      ).toMatchObject({ status: 200 });
    } finally {
      await again.stop();
    }
  });
});
