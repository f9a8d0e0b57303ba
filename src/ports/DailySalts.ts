import type { Site } from '../domain/site.ts';
import type { LocalDate } from '../domain/time/localDate.ts';

/** Of 256 bits nobody guesses one. */
export const SALT_BYTES = 32;

/** As much of a site as its days need. */
export type SaltedSite = Pick<Site, 'id' | 'timezone'>;

/**
 * A random salt for each day of a site that keeps no cookies. Every method throws {@link SaltsUnavailable}, with its cause, where the
 * store does not answer.
 */
export interface DailySalts {
  /**
   * The salt of a day, the same for all who ask. Made by who asks first, while the day lasts.
   * @param nowMs epoch milliseconds
   * @returns `undefined` for a day that is over and has none, or whose salt nobody may know any more (`saltEndsAt`)
   */
  saltOf(site: SaltedSite, day: LocalDate, nowMs: number): Promise<Uint8Array | undefined>;
  /**
   * Deletes the salts of all days before that one.
   * @returns how many there were
   */
  forgetSaltsBefore(site: SaltedSite['id'], day: LocalDate): Promise<number>;
}

/** The store of salts did not answer, or is known to be down. */
export class SaltsUnavailable extends Error {
  override readonly name = 'SaltsUnavailable';
}
