import { randomBytes } from 'node:crypto';
import { saltEndsAt } from '../../domain/identity/saltEndsAt.ts';
import { daySpan } from '../../domain/time/localTime.ts';
import { type DailySalts, SALT_BYTES } from '../../ports/DailySalts.ts';

/** Daily salts in this process, for tests. */
export const memorySalts = (): DailySalts => {
  const bySite = new Map<string, Map<string, Uint8Array>>();
  return {
    saltOf: async (site, day, nowMs) => {
      if (nowMs >= saltEndsAt(site, day)) return undefined;
      const salts = bySite.get(site.id) ?? new Map<string, Uint8Array>();
      const known = salts.get(day);
      if (known !== undefined || nowMs >= daySpan(day, site.timezone).endMs) return known;
      const salt = new Uint8Array(randomBytes(SALT_BYTES));
      bySite.set(site.id, salts.set(day, salt));
      return salt;
    },
    forgetSaltsBefore: async (site, day) => {
      const salts = bySite.get(site);
      const over = [...(salts?.keys() ?? [])].filter((kept) => kept < day);
      for (const kept of over) salts?.delete(kept);
      return over.length;
    },
  };
};
