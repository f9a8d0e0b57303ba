import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { localSites } from '../../local/wiring/localSites.ts';
import { describeWith, startRedis } from '../servers/servers.ts';
import { CHROME } from '../support/apiGatewayEvents.ts';
import { pageView, SHOP_ORIGIN } from '../support/testShop.ts';
import { controlledFootfall } from './controlledFootfall.ts';

/** One of them drains in two seconds. */
const PER_MINUTE = 30;
const SITES = JSON.stringify([
  {
    id: 'shop',
    host: 'shop.example',
    origins: [SHOP_ORIGIN],
    timezone: 'UTC',
    currency: 'EUR',
    // Nobody's network is the machine's own address: here the site's limit is reached.
    limits: { addressPerMinute: PER_MINUTE, sitePerMinute: PER_MINUTE },
  },
]);

const trackAt = (url: string, headers: { readonly [name: string]: string } = {}) =>
  fetch(`${url}/track`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: SHOP_ORIGIN, 'user-agent': CHROME, ...headers },
    body: JSON.stringify(pageView()),
  });

/** What a running Footfall does whose site is limited. */
const expectLimited = async (environment: { readonly [name: string]: string }): Promise<void> => {
  const { url, control } = await controlledFootfall({ SITES, ...environment });
  const startedAt = performance.now();
  const answers = await Promise.all(Array.from({ length: PER_MINUTE + 20 }, () => trackAt(url)));
  const tookMs = performance.now() - startedAt;
  const accepted = answers.filter(({ status }) => status === 200).length;
  expect(accepted).toBeGreaterThanOrEqual(PER_MINUTE);
  expect(accepted).toBeLessThanOrEqual(PER_MINUTE + Math.ceil((tookMs * PER_MINUTE) / 60_000));
  const refused = answers.find(({ status }) => status !== 200);
  expect(refused?.status).toBe(429);
  // Whole seconds of the two that one takes to drain.
  expect(refused?.headers.get('retry-after')).toMatch(/^[12]$/);
  await delay(2_000);
  expect((await trackAt(url)).status).toBe(200);

  const simulated = await Promise.all(
    Array.from({ length: PER_MINUTE + 5 }, () =>
      trackAt(url, {
        'x-footfall-clock': String(Date.UTC(2026, 0, 1)),
        'x-footfall-control': control.token,
      }),
    ),
  );
  expect(new Set(simulated.map(({ status }) => status))).toEqual(new Set([200]));
};

it('a limited site is limited on a laptop too, and a simulation is not', () => expectLimited({}));

describeWith(['redis'], 'with Redis', () => {
  it('it is limited alike', async () => {
    const redis = await startRedis();
    try {
      await expectLimited({ REDIS_URL: redis.url });
    } finally {
      await redis.stop();
    }
  });
});

it('the laptop’s own shop takes a load test from its one address, unless its file says otherwise', () => {
  const [home] = localSites({}, 3_000);
  expect(home.limits.addressPerMinute).toBeGreaterThan(100_000);
  const [given] = localSites({ SITES }, 3_000);
  expect(given.limits.addressPerMinute).toBe(PER_MINUTE);
});
