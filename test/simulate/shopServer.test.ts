import { describe, expect, it } from 'vitest';
import type { Answer, Asked, LocalServer } from '../../bin/aggregate/localServer.ts';
import { createCookieJar } from '../../bin/simulate/people/cookieJar.ts';
import { createShopServer } from '../../bin/simulate/play/shopServer.ts';
import { withPlenty } from '../../bin/simulate/play/stock.ts';
import type { Step, Visit } from '../../bin/simulate/play/Visit.ts';
import { SOLD } from './simulatedVisits.ts';

/** A server whose answers are given, and which keeps what it was asked. */
const givenServer = (answerTo: (asked: Asked) => Partial<Answer>) => {
  const asked: Asked[] = [];
  const server: LocalServer = {
    ask: async (one) => {
      asked.push(one);
      return { status: 200, setCookies: [], text: '{}', ...answerTo(one) };
    },
    lines: async () => {
      throw new Error('nobody asks for lines');
    },
    close: () => undefined,
  };
  return { asked, server, shop: createShopServer(server, { token: 't', origin: 'https://shop.example' }) };
};

const REFRESH = '/api/storefront/auth/refresh';
const LOGIN = '/api/storefront/auth/login';
const CART = '/api/storefront/cart';
const step = (path: string, more: Partial<Step> = {}): Step => ({
  atMs: 1_000,
  method: 'POST',
  path: () => path,
  nonce: 'n',
  referer: 'https://shop.example/',
  answerLost: false,
  tells: [],
  ...more,
});
const visit = (): Visit => ({ startMs: 0, steps: [], tab: {}, headers: {}, jar: createCookieJar() });

describe('a simulated browser at the shop’s server', () => {
  it('sends its token with what it asks of the shop, and not to the tracker', async () => {
    const { asked, shop } = givenServer(() => ({ text: '{"accessToken":"a"}' }));
    const own = visit();
    await shop.send(step(LOGIN, { taken: { kind: 'login' } }), own);
    await shop.send(step(CART), own);
    await shop.send(step('/track'), own);
    expect(asked.map(({ headers }) => headers?.authorization)).toEqual([undefined, 'Bearer a', undefined]);
  });

  it('gives the password where the shop has forgotten the login', async () => {
    const { asked, shop } = givenServer(({ path }) =>
      path === REFRESH
        ? { status: 401, setCookies: ['refresh=; Path=/api/storefront/auth; Max-Age=0'] }
        : { text: '{"accessToken":"b"}' },
    );
    const own = visit();
    own.jar?.store(['refresh=r; Path=/api/storefront/auth; Max-Age=60'], 0);
    const otherwise = { path: LOGIN, body: '{"password":"p"}' };
    await shop.send(step(REFRESH, { body: '{}', taken: { kind: 'login' }, otherwise }), own);
    expect(asked.map(({ path, body, headers }) => [path, body, headers?.cookie])).toEqual([
      [REFRESH, '{}', 'refresh=r'],
      [LOGIN, '{"password":"p"}', undefined],
    ]);
    expect(own.tab).toEqual({ accessToken: 'b' });
  });

  it('is told what was refused, and never asks for the password twice', async () => {
    const { shop, asked } = givenServer(() => ({ status: 401, text: 'no' }));
    const refused = step(REFRESH, { otherwise: { path: LOGIN, body: '{}' } });
    await expect(shop.send(refused, visit())).rejects.toThrow(
      `The server refused a simulated request to ${LOGIN} (401: no).`,
    );
    expect(asked).toHaveLength(2);
  });

  it('knows nothing of an answer that got lost', async () => {
    const { shop } = givenServer(() => ({
      setCookies: ['cart=c'],
      text: '{"order":{"id":"o","amountMinor":1}}',
    }));
    const own = visit();
    const order = { lines: [], amountMinor: 1 };
    await shop.send(
      step('/api/storefront/orders', { answerLost: true, taken: { kind: 'order', order } }),
      own,
    );
    expect([own.jar?.header('/', 0), order]).toEqual([undefined, { lines: [], amountMinor: 1 }]);
  });
});

describe('the stock during a simulation', () => {
  const stocks = (asked: readonly Asked[]) =>
    asked.map(({ path, body }) => [path.split('/')[4], JSON.parse(body ?? '').stock]);
  const before = SOLD.map(({ id, stock }) => [id, stock]);

  it('is plenty, and afterwards what it was', async () => {
    const { asked, server } = givenServer(() => ({ status: 204 }));
    await withPlenty(server, { site: 'shop', products: SOLD }, async () => {
      expect(stocks(asked).map(([id]) => id)).toEqual(SOLD.map(({ id }) => id));
      for (const [, stock] of stocks(asked)) expect(stock).toBeGreaterThan(1_000_000);
    });
    expect(stocks(asked).slice(SOLD.length)).toEqual(before);
  });

  it('is put back where the simulation fails', async () => {
    const { asked, server } = givenServer(() => ({ status: 204 }));
    const failing = withPlenty(server, { site: 'shop', products: SOLD }, async () => {
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect(stocks(asked).slice(SOLD.length)).toEqual(before);
  });
});
