import { describe, expect, it } from 'vitest';
import { PASSWORD, storedShop } from '../analytics/storedShop.ts';
import { eventV1, type RequestInShort } from '../support/apiGatewayEvents.ts';

const JSON_BODY = { 'content-type': 'application/json' };

const loginTo =
  (shop: ReturnType<typeof storedShop>) =>
  (password: unknown, { headers, ...request }: RequestInShort = {}) =>
    shop.send({
      method: 'POST',
      path: '/api/admin/login',
      body: typeof password === 'string' ? JSON.stringify({ password }) : JSON.stringify(password),
      headers: { ...JSON_BODY, ...headers },
      ...request,
    });

const withLogin = (options: Parameters<typeof storedShop>[0] = {}) => {
  const shop = storedShop(options);
  return { shop, login: loginTo(shop) };
};

describe('the right password', () => {
  it('sets a cookie that no script reads and no other site sends, for 12 hours', async () => {
    const { login } = withLogin();
    const answer = await login(PASSWORD);
    expect(answer).toMatchObject({
      statusCode: 200,
      body: '{"ok":true}',
      headers: { 'cache-control': 'no-store' },
    });
    expect(answer.cookies).toHaveLength(1);
    expect(answer.cookies?.[0]).toMatch(
      /^footfall_staff=[\w-]+\.[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('lets in by that cookie until it expires or is taken away', async () => {
    const { shop, login } = withLogin();
    const [cookie = ''] = ((await login(PASSWORD)).cookies?.[0] ?? '').split(';', 1);
    const me = () => shop.send({ path: '/api/admin/me', cookies: [cookie] });
    expect((await me()).statusCode).toBe(200);
    shop.later(12 * 60 * 60_000 - 1);
    expect((await me()).statusCode).toBe(200);
    shop.later(1);
    expect((await me()).statusCode).toBe(401);

    const logout = await shop.send({ method: 'POST', path: '/api/admin/logout', cookies: [cookie] });
    expect(logout).toMatchObject({ statusCode: 200, body: '{"ok":true}' });
    expect(logout.cookies).toEqual(['footfall_staff=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict']);
  });

  it('comes through a REST API as well', async () => {
    const { handler } = storedShop();
    const answer = await handler(
      eventV1({
        path: '/api/admin/login',
        body: JSON.stringify({ password: PASSWORD }),
        headers: JSON_BODY,
        base64: true,
      }),
    );
    expect(answer.multiValueHeaders?.['Set-Cookie']).toHaveLength(1);
  });
});

describe('what is no login', () => {
  it.each([
    ['a wrong password', 'wrong horse', {}, 401, 'unauthorized', 'password'],
    ['an empty password', '', {}, 400, 'invalid', 'password'],
    ['a password that is a number', { password: 5 }, {}, 400, 'invalid', 'password'],
    ['no password', {}, {}, 400, 'missing', 'password'],
    ['a very long password', 'x'.repeat(1_001), {}, 400, 'invalid', 'password'],
    ['a list', [PASSWORD], {}, 400, 'invalid', 'body'],
    ['a text', null, {}, 400, 'invalid', 'body'],
    ['broken JSON', PASSWORD, { body: '{"password"' }, 400, 'invalid_json', 'body'],
    ['a huge body', PASSWORD, { body: `{"password":"${'x'.repeat(20_000)}"}` }, 413, 'too_large', undefined],
    [
      'a form',
      PASSWORD,
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported_media_type',
      'content-type',
    ],
    [
      'what a page may send without asking',
      PASSWORD,
      { headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported_media_type',
      'content-type',
    ],
    ['a query', PASSWORD, { query: 'password=x' }, 400, 'unknown_parameter', 'password'],
    [
      'a page of another site',
      PASSWORD,
      { headers: { 'sec-fetch-site': 'cross-site' } },
      403,
      'cross_site',
      undefined,
    ],
    [
      'a page of a neighbour',
      PASSWORD,
      { headers: { 'sec-fetch-site': 'same-site' } },
      403,
      'cross_site',
      undefined,
    ],
    [
      'a foreign origin',
      PASSWORD,
      { headers: { origin: 'https://evil.example' } },
      403,
      'cross_site',
      undefined,
    ],
    ['an origin that is none', PASSWORD, { headers: { origin: 'null' } }, 403, 'cross_site', undefined],
  ] as const)('%s', async (_, password, request, status, code, field) => {
    const { login } = withLogin();
    const answer = await login(password, request);
    const { error } = JSON.parse(answer.body ?? '');
    expect({ status: answer.statusCode, code: error.code, field: error.field }).toEqual({
      status,
      code,
      field,
    });
    expect(answer.cookies).toBeUndefined();
  });

  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'https://shop.example' }],
    ['an address typed in', { 'sec-fetch-site': 'none' }],
    ['an older browser’s own page', { origin: 'https://SHOP.example' }],
    [
      'our page behind a hop that changed the host',
      { 'sec-fetch-site': 'same-origin', origin: 'https://t.shop.example' },
    ],
  ])('is not %s', async (_, headers) => {
    expect((await withLogin().login(PASSWORD, { headers })).statusCode).toBe(200);
  });

  it('believes the host that CloudFront tells, where it proves itself', async () => {
    const headers = { origin: 'https://t.shop.example', 'x-footfall-host': 't.shop.example' };
    const proven = { ...headers, 'x-footfall-origin-secret': 'hop' };
    const { login } = withLogin({ originSecret: 'hop' });
    expect((await login(PASSWORD, { headers: proven })).statusCode).toBe(200);
    expect((await login(PASSWORD, { headers })).statusCode).toBe(403);
  });

  it('of another page logs nobody out either', async () => {
    const { shop } = withLogin();
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await shop.send({ method: 'POST', path: '/api/admin/logout', headers })).statusCode).toBe(403);
  });
});

describe('guessing', () => {
  it('is stopped after 10 failures of a network, until a quarter of an hour is over', async () => {
    const { shop, login } = withLogin();
    for (let guess = 0; guess < 10; guess += 1) {
      expect((await login('wrong', { address: `203.0.113.${guess}` })).statusCode).toBe(401);
    }
    const stopped = await login(PASSWORD, { address: '203.0.113.77' });
    expect(stopped).toMatchObject({ statusCode: 429, headers: { 'retry-after': '900' } });
    expect(JSON.parse(stopped.body ?? '').error.code).toBe('too_many_attempts');
    expect((await login(PASSWORD, { address: '198.51.100.1' })).statusCode).toBe(200);
    shop.later(15 * 60_000);
    expect((await login(PASSWORD, { address: '203.0.113.77' })).statusCode).toBe(200);
  });

  it('many at once is stopped as well', async () => {
    const { login } = withLogin();
    const answers = await Promise.all(Array.from({ length: 40 }, () => login('wrong')));
    const tried = answers.filter(({ statusCode }) => statusCode === 401);
    expect(tried.length).toBeLessThanOrEqual(10);
    expect(answers.every(({ statusCode }) => statusCode === 401 || statusCode === 429)).toBe(true);
  });

  it('from many networks is stopped after 100 failures in all', async () => {
    const { login } = withLogin();
    for (let guess = 0; guess < 100; guess += 1) {
      await login('wrong', { address: `203.0.${guess}.1` });
    }
    expect((await login(PASSWORD, { address: '198.51.100.1' })).statusCode).toBe(429);
  });

  it('is forgiven to who remembers in the end', async () => {
    const { login } = withLogin();
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < 9; guess += 1) await login('wrong');
      expect((await login(PASSWORD)).statusCode).toBe(200);
    }
  });

  it('keeps nobody out who tries again after a while, however long others go on', async () => {
    const { shop, login } = withLogin();
    for (let minute = 0; minute < 15; minute += 1) {
      await login('wrong');
      shop.later(60_000);
    }
    expect((await login(PASSWORD)).statusCode).toBe(200);
  });
});
