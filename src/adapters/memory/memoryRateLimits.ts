import { LIMIT_WINDOW_MS, type RateLimits, ROUNDING_SHARE } from '../../ports/RateLimits.ts';

/** How many takes pass between two sweeps of what has drained. */
const SWEEP_EVERY = 1_000;

/** Rate limits in this process: for `npm start` without Redis, and tests. Time comes with each call. */
export const memoryRateLimits = (): RateLimits => {
  /** By limit, when all that was taken has drained: epoch milliseconds. */
  const drainedAt = new Map<string, number>();
  let takes = 0;

  const sweep = (nowMs: number): void => {
    for (const [key, atMs] of drainedAt) if (atMs <= nowMs) drainedAt.delete(key);
  };

  /** When it would have drained after this take, and for how long that is too late. A time far in the future is of a clock that was set back since. */
  const after = (key: string, perMinute: number, { nowMs, cost }: { nowMs: number; cost: number }) => {
    const atMs = drainedAt.get(key) ?? nowMs;
    const isPast = atMs < nowMs || atMs > nowMs + 2 * LIMIT_WINDOW_MS;
    const eachMs = LIMIT_WINDOW_MS / perMinute;
    const afterMs = (isPast ? nowMs : atMs) + cost * eachMs;
    const overMs = afterMs - nowMs - LIMIT_WINDOW_MS;
    return { atMs: afterMs, waitMs: overMs > ROUNDING_SHARE * eachMs ? Math.ceil(overMs) : 0 };
  };

  return {
    take: async (take) => {
      takes += 1;
      if (takes % SWEEP_EVERY === 0) sweep(take.nowMs);
      const { purpose, site, range, limits } = take;
      const asked = [
        { by: 'address', key: `${purpose}\n${site}\n${range}`, perMinute: range && limits.addressPerMinute },
        { by: 'site', key: `${purpose}\n${site}`, perMinute: limits.sitePerMinute },
      ] as const;
      const drains = asked.flatMap(({ by, key, perMinute }) =>
        perMinute ? [{ by, key, ...after(key, perMinute, take) }] : [],
      );
      const refused = drains.find(({ waitMs }) => waitMs > 0);
      if (refused !== undefined) {
        return {
          allowed: false,
          by: refused.by,
          retryAfterMs: Math.max(...drains.map(({ waitMs }) => waitMs)),
        };
      }
      for (const { key, atMs } of drains) drainedAt.set(key, atMs);
      return { allowed: true };
    },
  };
};
