import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createHandler } from '../../../functions/track/createHandler.ts';
import { guardedHotSessions } from '../../../src/adapters/guard/guardedHotSessions.ts';
import { guardedRateLimits } from '../../../src/adapters/guard/guardedRateLimits.ts';
import { connectRedis, redisReady } from '../../../src/adapters/redis/connectRedis.ts';
import { redisHotSessions } from '../../../src/adapters/redis/redisHotSessions.ts';
import { redisRateLimits } from '../../../src/adapters/redis/redisRateLimits.ts';
import { RateLimitsUnavailable } from '../../../src/ports/RateLimits.ts';
import { takeOf } from '../../contracts/rateLimits.contract.ts';
import { describeWith, startRedis } from '../../servers/servers.ts';
import { pageView, testBrowser, testDependencies, testSites } from '../../support/testShop.ts';

describeWith(['redis'], 'rate limits in a real Redis', () => {
  let server: Awaited<ReturnType<typeof startRedis>>;
  let redis: Redis;
  let observer: Redis;
  beforeAll(async () => {
    server = await startRedis();
    redis = connectRedis({ url: server.url, cluster: false, onError: () => undefined }) as Redis;
    await redisReady(redis);
    observer = new Redis(server.url);
  });
  afterAll(async () => {
    redis?.disconnect();
    observer?.disconnect();
    await server?.stop();
  });

  it('travel with the session’s command: one packet there, whatever is limited', async () => {
    const [shop, ...others] = testSites;
    const now = Date.now;
    const deps = testDependencies({
      sites: [{ ...shop, limits: { addressPerMinute: 1_000, sitePerMinute: 1_000 } }, ...others],
      hotSessions: guardedHotSessions({ hotSessions: redisHotSessions({ redis, shards: 16 }), now }),
      limits: guardedRateLimits({ limits: redisRateLimits({ redis }), now }),
      now,
    });
    const browser = testBrowser(createHandler(deps));
    // The scripts themselves, and the session.
    await browser.track(pageView());
    await browser.track(pageView());
    const write = vi.spyOn(redis.stream, 'write');
    expect((await browser.track(pageView())).statusCode).toBe(200);
    const packets = write.mock.calls.map(([bytes]) => String(bytes));
    write.mockRestore();
    expect(packets).toHaveLength(1);
    expect(packets[0]?.match(/evalsha/gi)).toHaveLength(3);
  });

  it('live until they have drained, and hold nothing but a network', async () => {
    await observer.flushall();
    const limits = redisRateLimits({ redis });
    await limits.take(takeOf({ limits: { addressPerMinute: 60, sitePerMinute: 60 }, cost: 30 }));
    const keys = (await observer.keys('*')).sort();
    expect(keys).toEqual(['ff:{lim:track:shop:192.0.2.0}', 'ff:{lim:track:shop}']);
    for (const key of keys) {
      const leftMs = await observer.pttl(key);
      expect(leftMs, key).toBeGreaterThan(0);
      expect(leftMs, key).toBeLessThanOrEqual(30_000);
    }
  });

  it('are gone once all that was taken is given back', async () => {
    await observer.flushall();
    const limits = redisRateLimits({ redis });
    const fullSite = { addressPerMinute: 60, sitePerMinute: 1 };
    await limits.take(takeOf({ range: '198.51.100.0', limits: fullSite }));
    expect(await limits.take(takeOf({ limits: fullSite }))).toMatchObject({ allowed: false, by: 'site' });
    await vi.waitFor(async () => expect(await observer.exists('ff:{lim:track:shop:192.0.2.0}')).toBe(0));
  });

  it('say that they are unavailable where the server is gone', async () => {
    const gone = connectRedis({ url: 'redis://127.0.0.1:1', cluster: false, onError: () => undefined });
    const limits = guardedRateLimits({ limits: redisRateLimits({ redis: gone }), now: Date.now });
    await expect(limits.take(takeOf({}))).rejects.toBeInstanceOf(RateLimitsUnavailable);
    gone.disconnect();
  });
});

it('a refusal stands, however long the giving back of the other limit takes, and where that fails', async () => {
  const givesBack = vi.fn(() => delay(100).then(() => Promise.reject(new TypeError('gone'))));
  /** The address's limit allows all, the site's nothing. */
  const redis = {
    defineCommand: () => undefined,
    footfallTake: async (key: string, _nowMs: number, _perMinute: number, cost: number) => {
      if (cost < 0) return givesBack();
      return key.includes('192.0.2.0') ? 0 : 900;
    },
  } as unknown as Redis;
  const limits = guardedRateLimits({ limits: redisRateLimits({ redis }), now: Date.now });
  const both = { addressPerMinute: 60, sitePerMinute: 1 };
  // Two late answers would open the breaker.
  for (let asked = 0; asked < 4; asked++) {
    expect(await limits.take(takeOf({ limits: both }))).toEqual({
      allowed: false,
      by: 'site',
      retryAfterMs: 900,
    });
  }
  expect(givesBack).toHaveBeenCalledTimes(4);
  // A rejection that nobody has caught would fail the run.
  await delay(150);
});
