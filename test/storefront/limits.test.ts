import { describe, expect, it } from 'vitest';
import { memoryRateLimits } from '../../src/adapters/memory/memoryRateLimits.ts';
import { type RateLimits, RateLimitsUnavailable } from '../../src/ports/RateLimits.ts';
import { LOGIN_LIMITS, REFRESH_LIMITS } from '../../src/storefront/accounts/loginLimits.ts';
import { testDependencies } from '../support/testShop.ts';
import { shopper, testStorefront } from './testStorefront.ts';

const { addressPerMinute, sitePerMinute = 0 } = LOGIN_LIMITS;
const MINUTE = 60_000;

/** A shop whose logins are limited; `clock` is its clock. */
const limitedShop = async (limits: RateLimits = memoryRateLimits()) => {
  const session = testDependencies({ limits });
  const { clock, counts } = session;
  return { ...(await testStorefront({ replaced: { session, now: session.now } })), clock, counts };
};

describe('logins and registrations of a network', () => {
  it('are answered 429 beyond thirty a minute, of whatever account, with the seconds to wait', async () => {
    const shop = await limitedShop();
    const tried = await Promise.all(
      Array.from({ length: addressPerMinute }, (_, index) =>
        shopper(shop, { address: `192.0.2.${index}` }).login(`nobody-${index}`),
      ),
    );
    expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([401]));
    const refused = await shopper(shop, { address: '192.0.2.200' }).login('anna');
    expect(refused).toMatchObject({
      status: 429,
      body: { error: { code: 'too_many_attempts' } },
      headers: { 'retry-after': '2' },
      setCookies: [],
    });
    expect((await shopper(shop, { address: '192.0.2.201' }).register('anna')).status).toBe(429);
    expect((await shopper(shop, { address: '198.51.100.1' }).register('anna')).status).toBe(201);
  });

  it('are tried again once it has waited', async () => {
    const shop = await limitedShop();
    const anna = shopper(shop);
    for (let index = 0; index < addressPerMinute; index++) await anna.login(`nobody-${index}`);
    expect((await anna.register('anna')).status).toBe(429);
    shop.clock.nowMs += MINUTE / addressPerMinute;
    expect((await anna.register('anna')).status).toBe(201);
  });

  it('leave everything else of the shop alone', async () => {
    const shop = await limitedShop();
    const anna = shopper(shop);
    for (let index = 0; index <= addressPerMinute; index++) await anna.login(`nobody-${index}`);
    expect((await anna.login('nobody')).status).toBe(429);
    expect((await anna.ask('GET', 'products')).status).toBe(200);
    expect((await anna.add('red-runners')).status).toBe(201);
    expect((await anna.logout()).status).toBe(200);
  });

  it('of many networks are answered 429 beyond the shop’s own limit', async () => {
    const shop = await limitedShop();
    const statusFrom = async (index: number) =>
      (await shopper(shop, { address: `10.0.${index % 250}.1` }).login(`nobody-${index}`)).status;
    const all = await Promise.all(Array.from({ length: sitePerMinute + 5 }, (_, index) => statusFrom(index)));
    expect(all.filter((status) => status === 429)).toHaveLength(5);
  });

  it('are let through, and counted, where nobody can say how many there were', async () => {
    const shop = await limitedShop({ take: () => Promise.reject(new RateLimitsUnavailable('down')) });
    expect((await shopper(shop).register('anna')).status).toBe(201);
    expect(shop.counts.get('limits_unavailable')).toBe(1);
  });
});

describe('refreshes', () => {
  it('have a limit of their own, for as many pages as a network may load', async () => {
    const shop = await limitedShop();
    const anna = shopper(shop);
    for (let index = 0; index < addressPerMinute; index++) await anna.login(`nobody-${index}`);
    for (let index = 0; index < REFRESH_LIMITS.addressPerMinute; index++) {
      expect((await anna.refresh()).status).toBe(401);
    }
    expect((await anna.refresh()).status).toBe(429);
  });
});
