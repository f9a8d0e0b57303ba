import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import type { CustomerId } from '../../src/domain/ids.ts';
import { ACCESS_TOKEN_MS, createAccessTokens } from '../../src/storefront/tokens/createAccessTokens.ts';
import { FORMER_TOKEN_MS, REFRESH_TOKEN_MS } from '../../src/storefront/tokens/createRefreshTokens.ts';
import { NOON } from '../support/testShop.ts';
import { JWT_KEYS, OTHER, SHOP, shopper, testStorefront } from './testStorefront.ts';

const BAD_TOKEN = { status: 401, body: { error: { code: 'bad_token' } } };
const ANNA = 'anna' as CustomerId;
const issue = async (keys = JWT_KEYS, site = SHOP, nowMs = NOON) =>
  (await createAccessTokens(keys).issue({ site, customer: ANNA, nowMs })).accessToken;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decoded = (part = ''): object => JSON.parse(Buffer.from(part, 'base64url').toString());

/** A token of ours with another header or other claims, signed under our key all the same. */
const forged = async (header: object, claims: object, hash = 'sha256'): Promise<string> => {
  const [head, payload] = (await issue()).split('.');
  const text = `${encoded({ ...decoded(head), ...header })}.${encoded({ ...decoded(payload), ...claims })}`;
  return `${text}.${createHmac(hash, JWT_KEYS[0]).update(text).digest('base64url')}`;
};

/** A token of ours, its parts changed afterwards. */
const changed = async (change: (parts: readonly string[]) => readonly string[]): Promise<string> =>
  change((await issue()).split('.')).join('.');

describe('an access token', () => {
  it('opens what is for customers, for a quarter of an hour', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    shop.session.clock.nowMs += ACCESS_TOKEN_MS - 1;
    expect(await anna.ask('GET', 'orders')).toMatchObject({ status: 200 });
    shop.session.clock.nowMs += 1;
    expect(await anna.ask('GET', 'orders')).toMatchObject({
      ...BAD_TOKEN,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    });
    // A browser's own cart instead would look as if the customer's were lost.
    expect(await anna.ask('GET', 'cart')).toMatchObject(BAD_TOKEN);
    expect(await anna.ask('GET', 'products')).toMatchObject({ status: 200 });
  });

  it('is asked for by name where there is none', async () => {
    const anna = shopper(await testStorefront());
    for (const [method, path] of [
      ['GET', 'orders'],
      ['GET', 'orders/o1'],
      ['POST', 'checkout'],
      ['POST', 'orders'],
      ['POST', 'orders/o1/refund'],
    ] as const) {
      const answered = await anna.ask(method, path, {
        headers: { 'idempotency-key': 'k' },
        ...(method === 'POST' ? { body: {} } : {}),
      });
      expect(answered).toMatchObject({ status: 401, body: { error: { code: 'login_required' } } });
    }
  });

  it('is good under every key of the ring', async () => {
    const [older, newer] = [parseKeyRing('o'.repeat(32)), parseKeyRing('n'.repeat(32))];
    const prove = (keys: typeof older, token: string) =>
      createAccessTokens(keys).prove({ header: () => `Bearer ${token}` }, SHOP, NOON);
    const token = await issue(older);
    expect(await prove([newer[0], older[0]], token)).toEqual({ proof: 'good', customer: ANNA });
    expect(await prove(newer, token)).toEqual({ proof: 'bad' });
  });

  it.each<[string, () => Promise<string> | string]>([
    ['of another site', () => issue(JWT_KEYS, OTHER)],
    ['of another key', () => issue(parseKeyRing('x'.repeat(32)))],
    ['that has expired', () => issue(JWT_KEYS, SHOP, NOON - ACCESS_TOKEN_MS)],
    [
      'that asks for no signature',
      () => changed(([, payload = '']) => [encoded({ alg: 'none' }), payload, '']),
    ],
    ['whose signature is cut off', () => changed(([head = '', payload = '']) => [head, payload, ''])],
    [
      'whose claims were changed',
      () =>
        changed(([head = '', payload, signature = '']) => [
          head,
          encoded({ ...decoded(payload), sub: 'eve' }),
          signature,
        ]),
    ],
    ['of another issuer', () => forged({}, { iss: 'somebody' })],
    ['of another algorithm', () => forged({ alg: 'HS512' }, {}, 'sha512')],
    ['that names no key', () => forged({ kid: undefined }, {})],
    ['that never ends', () => forged({}, { exp: undefined })],
    ['of nobody', () => forged({}, { sub: undefined })],
    ['that is none', () => 'garbage'],
    ['that is very long', () => 'x'.repeat(5_000)],
  ])('%s is worth nothing', async (_, made) => {
    const eve = shopper(await testStorefront());
    eve.useToken(await forged({}, {}));
    expect(await eve.ask('GET', 'orders')).toMatchObject({ status: 200 });
    eve.useToken(await made());
    expect(await eve.ask('GET', 'orders')).toMatchObject(BAD_TOKEN);
  });

  it('is no other scheme’s', async () => {
    const eve = shopper(await testStorefront());
    const headers = { authorization: `Basic ${await issue()}` };
    expect(await eve.ask('GET', 'orders', { headers })).toMatchObject(BAD_TOKEN);
  });
});

describe('a refresh token', () => {
  it('goes to the logins of the shop’s own pages alone, for thirty days', async () => {
    const anna = shopper(await testStorefront());
    const { setCookies } = await anna.register('anna');
    expect(setCookies.find((cookie) => cookie.startsWith('refresh='))).toMatch(
      /^refresh=[\w-]{36}\.[\w-]{43}; Max-Age=2592000; Path=\/api\/storefront\/auth; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('gives another access token and another of itself, again and again', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    const { customer } = (await anna.register('anna')).body;
    const seen = new Set([anna.refreshCookie()]);
    for (let times = 1; times <= 5; times++) {
      shop.session.clock.nowMs += REFRESH_TOKEN_MS - 1;
      expect(await anna.refresh()).toMatchObject({
        status: 200,
        body: { customer },
      });
      seen.add(anna.refreshCookie());
      expect(seen.size).toBe(times + 1);
      expect(await anna.ask('GET', 'orders')).toMatchObject({ status: 200 });
    }
    const [family] = await shop.db.collection('shop_refresh_families').find({}).toArray();
    for (const token of seen) expect(JSON.stringify(family)).not.toContain(token?.split('.')[1]);
  });

  it('ends after thirty days without a refresh', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    shop.session.clock.nowMs += REFRESH_TOKEN_MS;
    const refused = await anna.refresh();
    expect(refused).toMatchObject(BAD_TOKEN);
    expect(refused.setCookies.some((cookie) => cookie.startsWith('refresh=; Max-Age=0;'))).toBe(true);
  });

  it('that two tabs send at once is the same next one for both', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    const cookies = [`refresh=${anna.refreshCookie()}`];
    const refresh = () => anna.ask('POST', 'auth/refresh', { body: {}, cookies });
    const tabs = await Promise.all(Array.from({ length: 5 }, refresh));
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const next = (answered: (typeof tabs)[number]) =>
      answered.setCookies.find((cookie) => cookie.startsWith('refresh='));
    expect(new Set(tabs.map(next)).size).toBe(1);
    shop.session.clock.nowMs += FORMER_TOKEN_MS;
    expect(next(await refresh())).toBe(next(tabs[0] as (typeof tabs)[number]));
    expect(await anna.refresh()).toMatchObject({ status: 200 });
  });

  it('that was replaced is somebody else’s too: the whole login ends', async () => {
    const shop = await testStorefront();
    const [anna, thief] = [shopper(shop), shopper(shop)];
    await anna.register('anna');
    thief.jar.set('refresh', anna.refreshCookie() ?? '');
    await anna.refresh();
    shop.session.clock.nowMs += FORMER_TOKEN_MS + 1;
    expect(await thief.refresh()).toMatchObject(BAD_TOKEN);
    expect(await anna.refresh()).toMatchObject(BAD_TOKEN);
    expect(shop.session.counts.get('refresh_reused')).toBe(1);
    expect(await anna.login('anna')).toMatchObject({ status: 200 });
    expect(await anna.refresh()).toMatchObject({ status: 200 });
  });

  it('from before the one before ends the login at once', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    const first = [`refresh=${anna.refreshCookie()}`];
    await anna.refresh();
    await anna.refresh();
    expect(await anna.ask('POST', 'auth/refresh', { body: {}, cookies: first })).toMatchObject(BAD_TOKEN);
    expect(await anna.refresh()).toMatchObject(BAD_TOKEN);
  });

  it.each(['', 'nothing', 'no.secret', `${'f'.repeat(36)}.${'s'.repeat(43)}`, `../x.${'s'.repeat(43)}`])(
    'that is none (%j) is worth nothing',
    async (token) => {
      const eve = shopper(await testStorefront());
      eve.jar.set('refresh', token);
      expect(await eve.refresh()).toMatchObject(BAD_TOKEN);
    },
  );

  it('is found behind one that somebody planted', async () => {
    const anna = shopper(await testStorefront());
    await anna.register('anna');
    const cookies = [`refresh=${'f'.repeat(36)}.${'s'.repeat(43)}`, `refresh=${anna.refreshCookie()}`];
    expect(await anna.ask('POST', 'auth/refresh', { body: {}, cookies })).toMatchObject({ status: 200 });
  });

  it('ends with the logout, and with the next login in its place, and others go on', async () => {
    const shop = await testStorefront();
    const [phone, desktop] = [shopper(shop), shopper(shop)];
    await phone.register('anna');
    await desktop.login('anna');
    const sent = (cookie: string | undefined) =>
      phone.ask('POST', 'auth/refresh', { body: {}, cookies: [`refresh=${cookie}`] });
    const before = phone.refreshCookie();
    await phone.login('anna');
    expect(await sent(before)).toMatchObject(BAD_TOKEN);
    const atLogout = phone.refreshCookie();
    await phone.logout();
    expect(await sent(atLogout)).toMatchObject(BAD_TOKEN);
    expect(await desktop.refresh()).toMatchObject({ status: 200 });
  });
});
