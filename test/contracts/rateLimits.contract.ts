import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SiteId } from '../../src/domain/ids.ts';
import { LIMIT_WINDOW_MS, type RateLimits, ROUNDING_SHARE, type Take } from '../../src/ports/RateLimits.ts';

export interface OpenRateLimits {
  readonly limits: RateLimits;
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const takeOf = (parts: Partial<Take>): Take => ({
  purpose: 'track',
  site: 'shop' as SiteId,
  range: '192.0.2.0',
  limits: { addressPerMinute: 60 },
  nowMs: Date.now(),
  cost: 1,
  ...parts,
});

/** What every store of rate limits does (`src/ports/RateLimits.ts`). */
export const rateLimitsContract = (name: string, open: () => Promise<OpenRateLimits>): void => {
  describe(`rate limits in ${name}`, () => {
    let opened: OpenRateLimits;
    let start: number;
    beforeAll(async () => {
      opened = await open();
    });
    beforeEach(async () => {
      await opened.clear();
      start = Date.now();
    });
    afterAll(() => opened?.close());

    const take = (parts: Partial<Take> = {}) => opened.limits.take(takeOf({ nowMs: start, ...parts }));
    /** How many of so many at once are allowed. */
    const allowedOf = async (count: number, parts: Partial<Take> = {}): Promise<number> => {
      const results = await Promise.all(Array.from({ length: count }, () => take(parts)));
      return results.filter(({ allowed }) => allowed).length;
    };

    it('let a minute’s worth through at once, and not one more', async () => {
      expect(await allowedOf(100)).toBe(60);
      expect(await take()).toEqual({ allowed: false, by: 'address', retryAfterMs: 1_000 });
    });

    it('let the next one through when they said', async () => {
      await allowedOf(60);
      expect(await take({ nowMs: start + 900 })).toEqual({
        allowed: false,
        by: 'address',
        retryAfterMs: 100,
      });
      expect(await take({ nowMs: start + 1_000 })).toEqual({ allowed: true });
      expect(await take({ nowMs: start + 1_000 })).toMatchObject({ allowed: false });
    });

    it('let a whole minute’s worth through again after a quiet minute', async () => {
      await allowedOf(60);
      expect(await allowedOf(100, { nowMs: start + LIMIT_WINDOW_MS })).toBe(60);
    });

    it('count a refused request neither against its address nor against the site', async () => {
      const limits = { addressPerMinute: 2, sitePerMinute: 4 };
      expect(await allowedOf(50, { limits })).toBe(2);
      expect(await take({ limits, nowMs: start + 30_000 })).toEqual({ allowed: true });
      expect(await allowedOf(50, { limits, range: '198.51.100.0', nowMs: start + 30_000 })).toBe(2);
    });

    it('refuse by the site, whatever the address, and leave the address what it had', async () => {
      const limits = { addressPerMinute: 2, sitePerMinute: 2 };
      expect(await allowedOf(1, { limits, range: '198.51.100.0' })).toBe(1);
      expect(await allowedOf(1, { limits, range: '203.0.113.0' })).toBe(1);
      expect(await take({ limits })).toEqual({ allowed: false, by: 'site', retryAfterMs: 30_000 });
      expect(await allowedOf(3, { limits: { addressPerMinute: 2 } })).toBe(2);
    });

    it('say the longer wait where both limits are reached', async () => {
      const limits = { addressPerMinute: 1, sitePerMinute: 1 };
      await take({ limits, range: '198.51.100.0', nowMs: start - 30_000 });
      await take({ limits: { addressPerMinute: 1 } });
      expect(await take({ limits })).toEqual({ allowed: false, by: 'address', retryAfterMs: 60_000 });
    });

    it('limit who has no known address by the site alone', async () => {
      expect(await allowedOf(100, { range: undefined })).toBe(100);
      const limits = { addressPerMinute: 1, sitePerMinute: 5 };
      expect(await allowedOf(100, { range: undefined, limits })).toBe(5);
    });

    it('keep addresses, sites and purposes apart', async () => {
      await allowedOf(60);
      expect(await allowedOf(1, { range: '2001:db8:1::' })).toBe(1);
      expect(await allowedOf(1, { site: 'other' as SiteId })).toBe(1);
      expect(await allowedOf(1, { purpose: 'login' })).toBe(1);
      expect(await allowedOf(1)).toBe(0);
    });

    it('take a request of more by what it counts', async () => {
      expect(await take({ cost: 60 })).toEqual({ allowed: true });
      expect(await take({ cost: 2 })).toEqual({ allowed: false, by: 'address', retryAfterMs: 2_000 });
    });

    it('are not shut by a clock that is set back', async () => {
      await allowedOf(60, { nowMs: start + 3_600_000 });
      expect(await allowedOf(100)).toBe(60);
    });

    it('are as exact where a million may come', async () => {
      const limits = { addressPerMinute: 1_000_000 };
      expect(await take({ limits, cost: 999_999 })).toEqual({ allowed: true });
      expect(await allowedOf(5, { limits })).toBe(1);
    });

    it('let through in any minute, however it comes, no more than what is there and what drains', () =>
      fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 120 }),
          fc.array(fc.record({ afterMs: fc.nat(20_000), count: fc.integer({ min: 1, max: 40 }) }), {
            minLength: 1,
            maxLength: 12,
          }),
          async (addressPerMinute, bursts) => {
            await opened.clear();
            let nowMs = start;
            /** Requests in the bucket, by the plain rule. */
            let level = 0;
            for (const { afterMs, count } of bursts) {
              nowMs += afterMs;
              level = Math.max(0, level - (afterMs * addressPerMinute) / LIMIT_WINDOW_MS);
              const allowed = await allowedOf(count, { limits: { addressPerMinute }, nowMs });
              const expected = Math.min(count, Math.floor(addressPerMinute - level + ROUNDING_SHARE));
              expect(allowed).toBe(expected);
              level += allowed;
            }
          },
        ),
        { numRuns: 30 },
      ));
  });
};
