import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteId } from '../../src/domain/ids.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { parseLocalDate } from '../../src/domain/time/localTime.ts';
import { type DailySalts, SALT_BYTES, type SaltedSite } from '../../src/ports/DailySalts.ts';

const dayOf = (text: string): LocalDate => {
  const day = parseLocalDate(text);
  if (day === undefined) throw new Error(`${text} is no day`);
  return day;
};
const YESTERDAY = dayOf('2026-11-21');
const TODAY = dayOf('2026-11-22');
/** 22 November 2026, noon in Berlin, and the midnight after it. */
const NOON = Date.UTC(2026, 10, 22, 11);
const MIDNIGHT = Date.UTC(2026, 10, 22, 23);
const MINUTE = 60_000;

/** What every store of daily salts does (`src/ports/DailySalts.ts`). */
export const dailySaltsContract = (
  name: string,
  open: () => Promise<{ readonly salts: DailySalts; close(): Promise<void> }>,
): void => {
  describe(`daily salts in ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let salts: DailySalts;
    let sites = 0;
    const newSite = (): SaltedSite => ({ id: `shop-${sites++}` as SiteId, timezone: 'Europe/Berlin' });
    beforeAll(async () => {
      opened = await open();
      salts = opened.salts;
    });
    afterAll(() => opened.close());

    it('make one of 32 bytes for a day, and give it to whoever asks', async () => {
      const site = newSite();
      const salt = await salts.saltOf(site, TODAY, NOON);
      expect(salt).toHaveLength(SALT_BYTES);
      expect(await salts.saltOf(site, TODAY, NOON + MINUTE)).toEqual(salt);
    });

    it('make one alone where twenty ask at once', async () => {
      const site = newSite();
      const given = await Promise.all(Array.from({ length: 20 }, () => salts.saltOf(site, TODAY, NOON)));
      expect(new Set(given.map((salt) => Buffer.from(salt ?? []).toString('hex'))).size).toBe(1);
      expect(given[0]).toHaveLength(SALT_BYTES);
    });

    it('make another one for another day, and for another site', async () => {
      const [site, other] = [newSite(), newSite()];
      const salt = await salts.saltOf(site, TODAY, NOON);
      expect(await salts.saltOf(other, TODAY, NOON)).not.toEqual(salt);
      const later = await salts.saltOf(site, dayOf('2026-11-23'), MIDNIGHT);
      expect(later).toHaveLength(SALT_BYTES);
      expect(later).not.toEqual(salt);
    });

    it('make none for a day that is over', async () => {
      const site = newSite();
      expect(await salts.saltOf(site, YESTERDAY, NOON)).toBeUndefined();
      expect(await salts.saltOf(site, TODAY, MIDNIGHT)).toBeUndefined();
    });

    it('give a day’s to the end of half an hour after it, and then to nobody', async () => {
      const site = newSite();
      const salt = await salts.saltOf(site, TODAY, MIDNIGHT - 1);
      expect(await salts.saltOf(site, TODAY, MIDNIGHT + 30 * MINUTE - 1)).toEqual(salt);
      expect(await salts.saltOf(site, TODAY, MIDNIGHT + 30 * MINUTE)).toBeUndefined();
    });

    it('forget those before a day, of that site, and say how many there were', async () => {
      const [site, other] = [newSite(), newSite()];
      await salts.saltOf(site, YESTERDAY, NOON - 24 * 60 * MINUTE);
      const kept = await salts.saltOf(site, TODAY, NOON);
      const others = await salts.saltOf(other, YESTERDAY, NOON - 24 * 60 * MINUTE);
      expect(await salts.forgetSaltsBefore(site.id, TODAY)).toBe(1);
      expect(await salts.forgetSaltsBefore(site.id, TODAY)).toBe(0);
      expect(await salts.saltOf(site, YESTERDAY, NOON - 12 * 60 * MINUTE)).toBeUndefined();
      expect(await salts.saltOf(site, TODAY, NOON)).toEqual(kept);
      expect(await salts.saltOf(other, YESTERDAY, NOON - 24 * 60 * MINUTE)).toEqual(others);
    });
  });
};
