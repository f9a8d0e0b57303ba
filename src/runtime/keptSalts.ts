import { saltEndsAt } from '../domain/identity/saltEndsAt.ts';
import type { DailySalts } from '../ports/DailySalts.ts';

type Salts = Pick<DailySalts, 'saltOf'>;

/**
 * Daily salts, each asked for once by this process, and forgotten when nobody may know it any more. A process that nobody asks (a
 * frozen Lambda) forgets at the next question.
 */
export const keptSalts = (salts: Salts): Salts => {
  const kept = new Map<string, { readonly salt: ReturnType<Salts['saltOf']>; readonly endsAt: number }>();
  return {
    saltOf: (site, day, nowMs) => {
      for (const [name, { endsAt }] of kept) if (endsAt <= nowMs) kept.delete(name);
      const endsAt = saltEndsAt(site, day);
      if (endsAt <= nowMs) return Promise.resolve(undefined);
      const name = `${site.id}\n${day}`;
      const known = kept.get(name);
      if (known) return known.salt;
      const salt = salts.saltOf(site, day, nowMs);
      kept.set(name, { salt, endsAt });
      // Who comes next asks again.
      salt.catch(() => kept.delete(name));
      return salt;
    },
  };
};
