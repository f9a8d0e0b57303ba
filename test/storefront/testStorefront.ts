import { randomUUID } from 'node:crypto';
import { createHandler } from '../../functions/storefront/createHandler.ts';
import { memoryLoginAttempts } from '../../src/adapters/memory/memoryLoginAttempts.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoAccounts } from '../../src/adapters/mongodb/mongoAccounts.ts';
import { mongoCarts } from '../../src/adapters/mongodb/mongoCarts.ts';
import { mongoCatalogue } from '../../src/adapters/mongodb/mongoCatalogue.ts';
import { mongoOrderBook } from '../../src/adapters/mongodb/mongoOrderBook.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { mongoRefreshFamilies } from '../../src/adapters/mongodb/mongoRefreshFamilies.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { createOrders } from '../../src/orders/createOrders.ts';
import type { Product } from '../../src/ports/Catalogue.ts';
import { CART_COOKIE, REFRESH_COOKIE } from '../../src/storefront/http/shopCookies.ts';
import type { StorefrontDependencies } from '../../src/storefront/StorefrontDependencies.ts';
import type { CartView, OrderView } from '../../src/storefront/wire/shopSchemas.ts';
import { inMemoryDb } from '../aggregate/inMemoryDb.ts';
import { SHOP_ORIGIN, testBrowser, testDependencies, testSites } from '../support/testShop.ts';

export const JWT_KEYS = parseKeyRing('j'.repeat(32));
export const [SHOP, OTHER] = testSites;
export const PASSWORD = 'correct horse';

const productOf = (id: string, priceMinor: number, stock: number, category = 'shoes'): Product => ({
  id,
  name: id.replace('-', ' '),
  description: `A ${id}`,
  category,
  priceMinor,
  stock,
  image: `/shop/products/${id}.svg`,
});

export const RUNNERS = productOf('red-runners', 8_900, 20);
export const HAT = productOf('straw-hat', 3_900, 3, 'accessories');
export const FEDORA = productOf('night-fedora', 5_900, 0, 'accessories');
export const PRODUCTS = [RUNNERS, HAT, FEDORA];

/** The storefront on the embedded engine in memory, its clock in the test's hand. */
export const testStorefront = async ({
  replaced = {},
  db: given,
}: {
  readonly replaced?: Partial<StorefrontDependencies>;
  readonly db?: DriverDb;
} = {}) => {
  const session = testDependencies();
  const db = given ?? inMemoryDb(session.now);
  const [book, catalogue] = [mongoOrderBook({ db }), mongoCatalogue({ db })];
  const record = mongoRecordStore({ db });
  const { sites, hotSessions, deliver, count, now, log } = session;
  const deps: StorefrontDependencies = {
    session,
    book,
    catalogue,
    carts: mongoCarts({ db }),
    accounts: mongoAccounts({ db }),
    families: mongoRefreshFamilies({ db }),
    attempts: memoryLoginAttempts(),
    orders: createOrders({ book, catalogue, hotSessions, deliver, record, sites, now, log, count }),
    jwtKeys: JWT_KEYS,
    passwordCost: { N: 16, r: 1, p: 1 },
    now,
    randomId: randomUUID,
    log,
    ...replaced,
  };
  for (const { id } of sites) await catalogue.seed(id, PRODUCTS);
  return { ...deps, session, catalogue, book, db, handler: createHandler(deps) };
};
export type TestStorefront = Awaited<ReturnType<typeof testStorefront>>;

interface ErrorView {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
}

export interface Answered {
  readonly status: number;
  readonly body: {
    readonly error?: ErrorView;
    readonly cart: CartView;
    readonly order: OrderView;
    readonly orders: readonly OrderView[];
    readonly products: readonly Product[];
    readonly product: Product;
    readonly currency: string;
    readonly customer: { readonly id: string; readonly email: string; readonly name: string };
    readonly accessToken: string;
    readonly expiresAt: string;
  };
  readonly headers: NonNullable<HttpAnswer['headers']>;
  readonly setCookies: readonly string[];
}

/** Somebody with a browser in the shop, whose pages send what the shop front's do. */
export const shopper = (
  { handler }: Pick<TestStorefront, 'handler'>,
  options: Parameters<typeof testBrowser>[1] = {},
) => {
  const browser = testBrowser(handler, options);
  let token: string | undefined;

  const ask = async (
    method: string,
    path: string,
    {
      body,
      headers = {},
      cookies,
    }: {
      body?: unknown;
      headers?: { readonly [name: string]: string | undefined };
      cookies?: readonly string[];
    } = {},
  ): Promise<Answered> => {
    const changes = method !== 'GET' && method !== 'HEAD';
    const [route = '', query = ''] = path.split('?');
    const answer = await browser.send({
      method,
      path: `/api/storefront/${route}`,
      query,
      headers: {
        origin: SHOP_ORIGIN,
        'sec-fetch-dest': 'empty',
        'sec-fetch-site': 'same-origin',
        ...(changes && method !== 'DELETE' ? { 'content-type': 'application/json' } : {}),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(cookies === undefined ? {} : { cookies }),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: answer.statusCode,
      body: answer.body ? JSON.parse(answer.body) : {},
      headers: answer.headers ?? {},
      setCookies: answer.setCookies,
    };
  };

  const keepToken = (answered: Answered): Answered => {
    if (answered.status < 300) token = answered.body.accessToken;
    return answered;
  };

  const loginAs = async (path: string, body: object): Promise<Answered> =>
    keepToken(await ask('POST', `auth/${path}`, { body }));

  return {
    ask,
    jar: browser.jar,
    cartCookie: () => browser.jar.get(CART_COOKIE.name) || undefined,
    refreshCookie: () => browser.jar.get(REFRESH_COOKIE.name) || undefined,
    token: () => token,
    useToken: (other: string | undefined) => {
      token = other;
    },
    register: (name: string, more: object = {}) =>
      loginAs('register', { email: `${name}@example.com`, password: PASSWORD, name, ...more }),
    login: (name: string, password = PASSWORD) =>
      loginAs('login', { email: `${name}@example.com`, password }),
    refresh: async () => keepToken(await ask('POST', 'auth/refresh', { body: {} })),
    logout: async () => {
      const answered = await ask('POST', 'auth/logout', { body: {} });
      token = undefined;
      return answered;
    },
    add: (productId: string, quantity = 1) => ask('POST', 'cart/items', { body: { productId, quantity } }),
    set: (productId: string, quantity: number) =>
      ask('PATCH', `cart/items/${productId}`, { body: { quantity } }),
    remove: (productId: string) => ask('DELETE', `cart/items/${productId}`),
    cart: async () => (await ask('GET', 'cart')).body.cart,
    order: (key: string = randomUUID(), body: object = {}) =>
      ask('POST', 'orders', { body, headers: { 'idempotency-key': key } }),
    refund: (orderId: string, wish: object, key: string = randomUUID()) =>
      ask('POST', `orders/${orderId}/refund`, { body: wish, headers: { 'idempotency-key': key } }),
  };
};
export type Shopper = ReturnType<typeof shopper>;

/** What of a cart a test is about. */
export const piecesIn = ({ items }: Pick<CartView, 'items'>): { readonly [productId: string]: number } =>
  Object.fromEntries(items.map(({ productId, quantity }) => [productId, quantity]));
