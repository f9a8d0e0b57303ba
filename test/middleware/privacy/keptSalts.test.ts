import { describe, expect, it } from 'vitest';
import { memorySalts } from '../../../src/adapters/memory/memorySalts.ts';
import type { SiteId } from '../../../src/domain/ids.ts';
import { localDateOf } from '../../../src/domain/time/localTime.ts';
import { type DailySalts, SaltsUnavailable } from '../../../src/ports/DailySalts.ts';
import { keptSalts } from '../../../src/runtime/keptSalts.ts';
import { NOON } from '../../support/testShop.ts';

const SITE = { id: 'shop' as SiteId, timezone: 'UTC' };
const MINUTE = 60_000;
const MIDNIGHT = NOON + 12 * 60 * MINUTE;
const TODAY = localDateOf(NOON, 'UTC');
const YESTERDAY = localDateOf(NOON - 24 * 60 * MINUTE, 'UTC');

const asked = (salts: Pick<DailySalts, 'saltOf'> = memorySalts()) => {
  const days: string[] = [];
  const kept = keptSalts({
    saltOf: (site, day, nowMs) => {
      days.push(day);
      return salts.saltOf(site, day, nowMs);
    },
  });
  return { kept, days };
};

describe('the salts that a process keeps', () => {
  it('are asked for once a day, also where many ask at once', async () => {
    const { kept, days } = asked();
    const [salt] = await Promise.all([1, 2, 3].map(() => kept.saltOf(SITE, TODAY, NOON)));
    expect(await kept.saltOf(SITE, TODAY, MIDNIGHT + MINUTE)).toBe(salt);
    expect(days).toEqual([TODAY]);
  });

  it('are asked for once where a day has none', async () => {
    const { kept, days } = asked();
    const shortlyAfter = MIDNIGHT - 24 * 60 * MINUTE + MINUTE;
    expect(await kept.saltOf(SITE, YESTERDAY, shortlyAfter)).toBeUndefined();
    expect(await kept.saltOf(SITE, YESTERDAY, shortlyAfter + MINUTE)).toBeUndefined();
    expect(days).toEqual([YESTERDAY]);
  });

  it('are forgotten half an hour after their day, and not asked for again', async () => {
    const { kept, days } = asked();
    await kept.saltOf(SITE, TODAY, NOON);
    expect(await kept.saltOf(SITE, TODAY, MIDNIGHT + 30 * MINUTE)).toBeUndefined();
    expect(days).toEqual([TODAY]);
  });

  it('are asked for again after a failure', async () => {
    let down = true;
    const salts = memorySalts();
    const { kept } = asked({
      saltOf: (...args) => (down ? Promise.reject(new SaltsUnavailable('down')) : salts.saltOf(...args)),
    });
    await expect(kept.saltOf(SITE, TODAY, NOON)).rejects.toThrow(SaltsUnavailable);
    down = false;
    expect(await kept.saltOf(SITE, TODAY, NOON)).toHaveLength(32);
  });
});
