import { describe, expect, test } from 'vitest';
import { createAccount, MARKER } from '../../web/shop/account/createAccount.ts';
import { createAsk } from '../../web/shop/api/createAsk.ts';
import { createOnce } from '../../web/shop/api/createOnce.ts';
import { createCart } from '../../web/shop/cart/createCart.ts';
import { type Answer, emptyStorage, shopServer } from './shopServer.ts';

const LOGIN_REQUIRED: Answer = { fault: { kind: 'login_required' } };
const NO_ANSWER: Answer = { fault: { kind: 'no_answer' } };
const CREDENTIALS = { email: 'ada@shop.example', password: 'long enough' };

describe('a customer whose token expires', () => {
  /** A shop that knows one token at a time, and gives out the next one as long as it may. */
  const loggedIn = async ({ renews = true } = {}) => {
    let round = 0;
    const login = (): Answer => {
      round++;
      return {
        body: { customer: { id: 'c1', name: 'Ada', email: '' }, accessToken: `t${round}`, expiresAt: '' },
      };
    };
    const server = shopServer((path, _request, token) => {
      if (path === 'auth/refresh') return renews ? login() : LOGIN_REQUIRED;
      if (path.startsWith('auth/')) return login();
      if (token === `t${round}`) return { body: path };
      return token === undefined && path === 'cart' ? { body: 'a guest’s cart' } : LOGIN_REQUIRED;
    });
    const storage = emptyStorage();
    const account = createAccount({ send: server.send, storage });
    const ask = createAsk({ send: server.send, account });
    await account.login(CREDENTIALS);
    server.asked.length = 0;
    const expire = () => {
      round++;
    };
    return { ...server, account, ask, storage, expire };
  };

  test('asks with the token while it is good', async () => {
    const { ask, asked } = await loggedIn();
    expect(await ask('orders')).toBe('orders');
    expect(asked).toEqual(['GET orders t1']);
  });

  test('renews it once for all that were refused at the same time, and asks each again', async () => {
    const { ask, asked, expire, account } = await loggedIn();
    expire();
    expect(await Promise.all([ask('orders'), ask('cart'), ask('orders/1')])).toEqual([
      'orders',
      'cart',
      'orders/1',
    ]);
    expect(asked.filter((one) => one.includes('auth/refresh'))).toHaveLength(1);
    expect(asked.slice(-3)).toEqual(['GET orders t3', 'GET cart t3', 'GET orders/1 t3']);
    expect(account.standing.get()).toMatchObject({ kind: 'customer' });
  });

  test('is a guest where the shop does not renew it: has a guest’s cart, and must log in for the rest', async () => {
    const { ask, expire, account, storage } = await loggedIn({ renews: false });
    expire();
    expect(await ask('cart')).toBe('a guest’s cart');
    await expect(ask('orders')).rejects.toMatchObject({ fault: { kind: 'login_required' } });
    expect(account.standing.get()).toEqual({ kind: 'guest' });
    expect(storage.getItem(MARKER)).toBeNull();
  });
});

describe('a customer who logs out', () => {
  test('is a guest also where the shop does not answer', async () => {
    const customer = { id: 'c1', name: 'Ada', email: '' };
    const { send } = shopServer((path) =>
      path === 'auth/logout' ? NO_ANSWER : { body: { customer, accessToken: 't', expiresAt: '' } },
    );
    const storage = emptyStorage();
    const account = createAccount({ send, storage });
    await account.login(CREDENTIALS);
    await expect(account.logout()).rejects.toMatchObject(NO_ANSWER);
    expect([account.standing.get(), account.token()]).toEqual([{ kind: 'guest' }, undefined]);
    expect(storage.getItem(MARKER)).toBeNull();
  });
});

describe('a page that is loaded anew', () => {
  const loaded = (answer: Answer, marked: boolean) => {
    const storage = emptyStorage();
    if (marked) storage.setItem(MARKER, 'yes');
    const server = shopServer(() => answer);
    return { ...server, storage, account: createAccount({ send: server.send, storage }) };
  };

  test('asks for nothing where nobody was logged in', async () => {
    const { account, asked } = loaded(LOGIN_REQUIRED, false);
    expect(account.standing.get()).toEqual({ kind: 'guest' });
    await account.restore();
    expect(asked).toEqual([]);
  });

  test('restores the customer by one request, however many wait for it', async () => {
    const customer = { id: 'c1', name: 'Ada', email: 'ada@shop.example' };
    const { account, asked } = loaded({ body: { customer, accessToken: 't', expiresAt: '' } }, true);
    expect(account.standing.get()).toEqual({ kind: 'restoring' });
    await Promise.all([account.restore(), account.restore()]);
    expect(asked).toEqual(['POST auth/refresh']);
    expect(account.standing.get()).toEqual({ kind: 'customer', customer });
  });

  test('shows a guest where the shop does not answer, and asks again on the next page', async () => {
    const { account, storage } = loaded(NO_ANSWER, true);
    await account.restore();
    expect(account.standing.get()).toEqual({ kind: 'guest' });
    expect(storage.getItem(MARKER)).not.toBeNull();
  });
});

describe('what must be done once', () => {
  const attempts = (answers: readonly Answer[]) => {
    const left = [...answers];
    const server = shopServer(() => left.shift() ?? { body: 'done' });
    const account = createAccount({ send: server.send, storage: emptyStorage() });
    const storage = emptyStorage();
    const waited: number[] = [];
    let ids = 0;
    const loadPage = () =>
      createOnce({
        ask: createAsk({ send: server.send, account }),
        storage,
        randomId: () => `key-${++ids}`,
        wait: async (ms) => void waited.push(ms),
      });
    return { ...server, waited, loadPage };
  };

  test('is tried again with the same key while nobody answers', async () => {
    const { loadPage, asked, waited } = attempts([NO_ANSWER, NO_ANSWER]);
    expect(await loadPage()('order:cart-1', 'orders', {})).toBe('done');
    expect(asked).toEqual(['POST orders key-1', 'POST orders key-1', 'POST orders key-1']);
    expect(waited).toEqual([1_000, 3_000]);
  });

  test('keeps its key when it is given up, also over a new page, until it is answered', async () => {
    const { loadPage, asked } = attempts([NO_ANSWER, NO_ANSWER, NO_ANSWER]);
    await expect(loadPage()('order:cart-1', 'orders', {})).rejects.toMatchObject({
      fault: { kind: 'no_answer' },
    });
    await loadPage()('order:cart-1', 'orders', {});
    await loadPage()('order:cart-1', 'orders', {});
    expect(asked.slice(3)).toEqual(['POST orders key-1', 'POST orders key-2']);
  });

  test('is not tried again when it was refused, and is another attempt after that', async () => {
    const soldOut: Answer = { fault: { kind: 'refused', code: 'sold_out', message: 'Only 1 is left.' } };
    const { loadPage, asked, waited } = attempts([soldOut]);
    const once = loadPage();
    await expect(once('order:cart-1', 'orders', {})).rejects.toThrow('Only 1 is left.');
    await once('order:cart-1', 'orders', {});
    expect(asked).toEqual(['POST orders key-1', 'POST orders key-2']);
    expect(waited).toEqual([]);
  });
});

describe('the cart', () => {
  const cartOf = (quantity: number) => ({
    id: 'cart-1',
    items: [],
    quantity,
    totalMinor: 0,
    currency: 'EUR',
  });

  test('is what the shop answered to the last change, in the order of the changes', async () => {
    const { asked, send } = shopServer((_path, { body }) => ({
      body: { cart: cartOf((body as { quantity: number }).quantity) },
    }));
    const account = createAccount({ send, storage: emptyStorage() });
    const cart = createCart({ ask: createAsk({ send, account }) });
    await Promise.all([cart.add('hat', 1), cart.setQuantity('hat', 2), cart.setQuantity('hat', 3)]);
    expect(asked).toEqual(['POST cart/items', 'PATCH cart/items/hat', 'PATCH cart/items/hat']);
    expect(cart.state.get()).toEqual({ kind: 'ready', value: cartOf(3) });
  });

  test('stays as it was where a change is refused, and takes the next one', async () => {
    let isRefusing = false;
    const { send } = shopServer(() =>
      isRefusing
        ? { fault: { kind: 'refused', code: 'sold_out', message: 'Sold out.' } }
        : { body: { cart: cartOf(1) } },
    );
    const account = createAccount({ send, storage: emptyStorage() });
    const cart = createCart({ ask: createAsk({ send, account }) });
    await cart.load();
    isRefusing = true;
    await expect(cart.add('hat', 9)).rejects.toThrow('Sold out.');
    expect(cart.state.get()).toEqual({ kind: 'ready', value: cartOf(1) });
    isRefusing = false;
    await cart.setQuantity('hat', 1);
    expect(cart.state.get()).toEqual({ kind: 'ready', value: cartOf(1) });
  });
});
