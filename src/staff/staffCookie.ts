import { createHash } from 'node:crypto';
import { openCookie, PAYLOAD_VERSION } from '../domain/cookies/openCookie.ts';
import { type KeyRing, signValue } from '../domain/cookies/signedValue.ts';

/** The cookie of somebody who has logged in to the dashboard. Its name is signed with it: no other cookie can stand for it. */
export const STAFF_COOKIE = 'footfall_staff';
/** A working day. */
export const STAFF_COOKIE_MAX_AGE_S = 12 * 60 * 60;

const FLAGS = 'Path=/; HttpOnly; Secure; SameSite=Strict';

/** Changes with the password, so that changing it logs everybody out. Not the hash: the cookie's payload can be read. */
const fingerprintOf = (passwordHash: string): string =>
  createHash('sha256').update(passwordHash).digest('base64url').slice(0, 16);

export interface StaffCookie {
  /** A `Set-Cookie` value that is good for {@link STAFF_COOKIE_MAX_AGE_S}. */
  issue(nowMs: number): string;
  /** Whether a cookie's value was issued by us for the password of today, and has not expired. */
  isValid(value: string, nowMs: number): boolean;
}

/** The staff's cookie: its expiry, signed under the cookie key ring. */
export const createStaffCookie = ({
  keys,
  passwordHash,
}: {
  readonly keys: KeyRing;
  readonly passwordHash: string;
}): StaffCookie => {
  const fingerprint = fingerprintOf(passwordHash);
  return {
    issue: (nowMs) => {
      const payload = { v: PAYLOAD_VERSION, of: fingerprint, exp: nowMs + STAFF_COOKIE_MAX_AGE_S * 1_000 };
      const text = Buffer.from(JSON.stringify(payload)).toString('base64url');
      return `${STAFF_COOKIE}=${signValue(keys, STAFF_COOKIE, text)}; Max-Age=${STAFF_COOKIE_MAX_AGE_S}; ${FLAGS}`;
    },
    isValid: (value, nowMs) => {
      const opened = openCookie(keys, STAFF_COOKIE, value);
      if (!opened.ok) return false;
      const { of, exp } = opened.payload;
      return of === fingerprint && typeof exp === 'number' && exp > nowMs;
    },
  };
};

/** A `Set-Cookie` value that takes the cookie away. */
export const CLEARED_STAFF_COOKIE = `${STAFF_COOKIE}=; Max-Age=0; ${FLAGS}`;
