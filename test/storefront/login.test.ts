import { describe, expect, it } from 'vitest';
import { memoryLoginAttempts } from '../../src/adapters/memory/memoryLoginAttempts.ts';
import type { CustomerId } from '../../src/domain/ids.ts';
import { hashOfNoPassword } from '../../src/passwords/passwordHash.ts';
import type { Account } from '../../src/ports/Accounts.ts';
import type { LoginAttempts } from '../../src/ports/LoginAttempts.ts';
import { MetricsUnavailable } from '../../src/ports/MetricsStore.ts';
import { RecordUnavailable } from '../../src/ports/RecordStore.ts';
import {
  ATTEMPT_WINDOW_MS,
  createCustomerLogin,
  MAX_ATTEMPTS_OF_NETWORK,
  MAX_FAILURES_OF_ACCOUNT,
} from '../../src/storefront/accounts/createCustomerLogin.ts';
import { eventsOf, keptLog } from '../support/testShop.ts';
import { PASSWORD, SHOP, shopper, testStorefront } from './testStorefront.ts';

const WRONG = { status: 401, body: { error: { code: 'bad_credentials' } } };
const LIMITED = {
  status: 429,
  headers: { 'retry-after': '900' },
  body: { error: { code: 'too_many_attempts' } },
};

describe.each(['1.0', '2.0'] as const)('a customer, over payload %s,', (payload) => {
  it('registers, logs out, and logs in: the session is theirs, the id stays, its secret does not', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop, { payload });
    await anna.ask('GET', 'products');
    const before = anna.jar.get('session');
    const registered = await anna.register('anna', { email: ' Anna@Example.COM ', name: ' Anna ' });
    expect(registered).toMatchObject({
      status: 201,
      body: {
        customer: { id: expect.any(String), email: 'anna@example.com', name: 'Anna' },
        accessToken: expect.any(String),
        expiresAt: new Date(shop.now() + 15 * 60_000).toISOString(),
      },
    });
    expect(anna.jar.get('session')).not.toBe(before);
    const customerId = registered.body.customer.id;
    const logins = () => eventsOf(shop.session).filter(({ type }) => type === 'customer_login');
    expect(logins()).toMatchObject([{ customerId }]);
    expect(new Set(shop.session.messages.map(({ session }) => session.id)).size).toBe(1);

    expect(await anna.logout()).toMatchObject({ status: 200, body: { ok: true } });
    expect(eventsOf(shop.session).map(({ type }) => type)).toContain('customer_logout');
    expect(anna.refreshCookie()).toBeUndefined();
    shop.session.clock.nowMs += 1_000;
    expect(await anna.login('ANNA')).toMatchObject({ status: 200, body: { customer: { id: customerId } } });
    expect(logins()).toHaveLength(2);
    expect(new Set(shop.session.messages.map(({ session }) => session.id)).size).toBe(2);
  });
});

describe('a login', () => {
  it('answers a wrong password and an unknown address alike', async () => {
    const anna = shopper(await testStorefront());
    await anna.register('anna');
    await anna.logout();
    const [wrong, unknown] = [await anna.login('anna', 'wrong horse'), await anna.login('nobody')];
    expect(wrong).toMatchObject(WRONG);
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.status).toBe(wrong.status);
    expect(Object.keys(unknown.headers).sort()).toEqual(Object.keys(wrong.headers).sort());
    expect(anna.refreshCookie()).toBeUndefined();
  });

  it('is refused without a password, and with one that no account can have', async () => {
    const anna = shopper(await testStorefront());
    await anna.register('anna');
    expect(await anna.login('anna', '')).toMatchObject(WRONG);
    expect(await anna.login('anna', 'x'.repeat(129))).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid', field: 'password' } },
    });
  });

  it('of an account is limited after ten failures, also for the right password, until a quarter of an hour is over', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    for (let tried = 0; tried < MAX_FAILURES_OF_ACCOUNT; tried++) {
      expect(await anna.login('anna', 'wrong horse')).toMatchObject(WRONG);
    }
    expect(await anna.login('anna')).toMatchObject(LIMITED);
    const elsewhere = shopper(shop, { address: '192.0.2.77' });
    expect(await elsewhere.login('anna')).toMatchObject(LIMITED);
    expect(await elsewhere.register('ben')).toMatchObject({ status: 201 });
    shop.session.clock.nowMs += ATTEMPT_WINDOW_MS;
    expect(await anna.login('anna')).toMatchObject({ status: 200 });
  });

  it('that succeeds has the failures before it forgotten', async () => {
    const anna = shopper(await testStorefront());
    await anna.register('anna');
    for (let round = 0; round < 3; round++) {
      for (let tried = 1; tried < MAX_FAILURES_OF_ACCOUNT; tried++) await anna.login('anna', 'wrong horse');
      expect(await anna.login('anna')).toMatchObject({ status: 200 });
    }
  });

  it(`of a network is limited after ${MAX_ATTEMPTS_OF_NETWORK} attempts, whatever came of them, and so is registering`, async () => {
    const shop = await testStorefront();
    const [guesser, neighbour, other] = ['198.51.100.7', '198.51.100.200', '203.0.113.9'].map((address) =>
      shopper(shop, { address }),
    ) as [ReturnType<typeof shopper>, ReturnType<typeof shopper>, ReturnType<typeof shopper>];
    await other.register('anna');
    for (let tried = 2; tried < MAX_ATTEMPTS_OF_NETWORK; tried++) await guesser.login(`nobody${tried}`);
    expect(await guesser.register('ben')).toMatchObject({ status: 201 });
    expect(await neighbour.login('anna')).toMatchObject({ status: 200 });
    expect(await neighbour.login('anna')).toMatchObject(LIMITED);
    expect(await neighbour.register('cleo')).toMatchObject(LIMITED);
    expect(await other.login('anna')).toMatchObject({ status: 200 });
    shop.session.clock.nowMs += ATTEMPT_WINDOW_MS;
    expect(await neighbour.register('cleo')).toMatchObject({ status: 201 });
  });

  it('or a registration beyond what a network may is no work, were they all sent at once', async () => {
    let hashed = 0;
    const whole = await testStorefront();
    const shop = await testStorefront({
      replaced: {
        accounts: {
          ...whole.accounts,
          create: async () => {
            hashed += 1;
            return true;
          },
          findByEmail: async () => {
            hashed += 1;
            return undefined;
          },
        },
      },
    });
    const many = 2 * MAX_ATTEMPTS_OF_NETWORK;
    const answers = await Promise.all(
      Array.from({ length: many }, (_, index) => {
        const one = shopper(shop, { address: '198.51.100.7' });
        return index % 2 === 0 ? one.register(`anna${index}`) : one.login(`anna${index}`);
      }),
    );
    expect(hashed).toBeLessThanOrEqual(MAX_ATTEMPTS_OF_NETWORK);
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(
      many - MAX_ATTEMPTS_OF_NETWORK,
    );
  });

  it('is limited where fifty are tried at once', async () => {
    const anna = shopper(await testStorefront());
    await anna.register('anna');
    const answers = await Promise.all(Array.from({ length: 50 }, () => anna.login('anna', 'wrong horse')));
    const tried = answers.map(({ status }) => status);
    expect(tried.filter((status) => status === 401).length).toBeLessThanOrEqual(MAX_FAILURES_OF_ACCOUNT);
    expect(tried.filter((status) => status === 429).length).toBeGreaterThanOrEqual(40);
  });

  it('goes on where nobody can say how often it was tried, and that is counted', async () => {
    const down = () => Promise.reject(new MetricsUnavailable('down'));
    const attempts: LoginAttempts = { failures: down, fail: down, clear: down };
    const shop = await testStorefront({ replaced: { attempts } });
    const anna = shopper(shop);
    expect(await anna.register('anna')).toMatchObject({ status: 201 });
    expect(await anna.login('anna', 'wrong horse')).toMatchObject(WRONG);
    expect(await anna.login('anna')).toMatchObject({ status: 200 });
    expect(shop.session.counts.get('login_attempts_unavailable')).toBeGreaterThan(2);
  });

  it('takes the work of one verification, whether the address has an account or not', async () => {
    const account: Account = {
      site: SHOP.id,
      email: 'anna@example.com',
      customer: 'c1' as CustomerId,
      name: 'Anna',
      passwordHash: 'the hash of Anna',
      createdAt: 0,
    };
    const verified: string[] = [];
    const hashOfNobody = hashOfNoPassword({ N: 16, r: 1, p: 1 });
    const { login } = createCustomerLogin({
      accounts: { findByEmail: async (_, email) => (email === account.email ? account : undefined) },
      attempts: memoryLoginAttempts(),
      verify: async (_, passwordHash) => {
        verified.push(passwordHash);
        return true;
      },
      hashOfNobody,
      log: keptLog(),
      count: () => undefined,
    });
    const attempt = { site: SHOP.id, password: PASSWORD, address: undefined, nowMs: 0 };
    expect(await login({ ...attempt, email: account.email })).toEqual({ outcome: 'welcome', account });
    expect(await login({ ...attempt, email: 'nobody@example.com' })).toEqual({ outcome: 'refused' });
    expect(verified).toEqual([account.passwordHash, hashOfNobody]);
  });
});

describe('a logout', () => {
  it('is one also while the record is down: the session ends, the cookies go, and it is counted', async () => {
    const down = () => Promise.reject(new RecordUnavailable('down'));
    const whole = await testStorefront();
    const families = { ...whole.families, find: whole.families.find };
    const shop = await testStorefront({ replaced: { families } });
    const anna = shopper(shop);
    await anna.register('anna');
    anna.jar.set('cart', 'A'.repeat(22));
    families.find = down;
    const { setCookies, ...answered } = await anna.logout();
    expect(answered).toMatchObject({ status: 200, body: { ok: true } });
    expect(setCookies.filter((cookie) => cookie.includes('=; Max-Age=0;'))).toHaveLength(2);
    expect([anna.refreshCookie(), anna.cartCookie()]).toEqual([undefined, undefined]);
    expect(eventsOf(shop.session).map(({ type }) => type)).toContain('customer_logout');
    expect(shop.session.counts.get('logout_not_in_record')).toBe(1);
    expect(shop.session.log.lines.map(({ level }) => level)).toContain('warn');
  });
});

describe('an account', () => {
  it('is one for an address, however it is written', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    const taken = { status: 409, body: { error: { code: 'email_taken', field: 'email' } } };
    expect(await shopper(shop).register('anna')).toMatchObject(taken);
    expect(await shopper(shop).register('x', { email: ' ANNA@example.com' })).toMatchObject(taken);
    expect(await anna.login('anna')).toMatchObject({ status: 200 });
  });

  it.each([
    ['email', { email: 'anna' }],
    ['email', { email: 'anna@localhost' }],
    ['email', { email: 'anna@ex ample.com' }],
    ['email', { email: 'an\u0000na@example.com' }],
    ['email', { email: `${'a'.repeat(250)}@b.de` }],
    ['email', { email: 7 }],
    ['password', { password: 'short12' }],
    ['password', { password: 'x'.repeat(129) }],
    ['password', { password: null }],
    ['name', { name: '   ' }],
    ['name', { name: 'a\u0007b' }],
    ['name', { name: 'x'.repeat(101) }],
  ])('is not made with a wrong %s: %j', async (field, wrong) => {
    const anna = shopper(await testStorefront());
    const refused = await anna.register('anna', wrong);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'invalid', field } } });
    expect(refused.body.error?.message).toMatch(/^\w+ must .+\.$/);
  });

  it.each(['email', 'password', 'name'])('is not made without %s', async (field) => {
    const anna = shopper(await testStorefront());
    expect(await anna.register('anna', { [field]: undefined })).toMatchObject({
      status: 400,
      body: { error: { code: 'missing', field } },
    });
  });

  it('keeps the password from the record, and out of the log', async () => {
    const shop = await testStorefront();
    const anna = shopper(shop);
    await anna.register('anna');
    await anna.login('anna', `${PASSWORD}!`);
    const [account] = await shop.db.collection('shop_accounts').find({}).toArray();
    expect(account?.passwordHash).toMatch(/^scrypt\$16\$1\$1\$/);
    expect(JSON.stringify([account, shop.session.log.lines])).not.toContain(PASSWORD);
  });
});
