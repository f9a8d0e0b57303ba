import { timingSafeEqual } from 'node:crypto';
import { ConfigurationError } from '../config/ConfigurationError.ts';
import type { KeyRing } from '../domain/cookies/signedValue.ts';
import { keyedHash } from '../domain/identity/keyedHash.ts';
import type { HttpRequest } from '../middleware/HttpRequest.ts';
import { readCookieHeader } from '../middleware/readCookieHeader.ts';
import type { StaffBy } from '../ports/AuditTrail.ts';
import { createStaffCookie, STAFF_COOKIE } from './staffCookie.ts';

const BEARER = /^bearer +(\S+) *$/i;

/** Longer tokens are none of ours; what a client sends is not hashed without bound. */
const MAX_TOKEN_LENGTH = 1_024;

/** By what a request is the staff's, or absent where it is not. */
export type StaffCheck = (
  request: Pick<HttpRequest, 'header' | 'cookieHeader'>,
  nowMs: number,
) => StaffBy | undefined;

/** Whether a request comes from the shop's staff: a program with the token, or a browser with the cookie. */
export type StaffGuard = (request: Pick<HttpRequest, 'header' | 'cookieHeader'>, nowMs: number) => boolean;

/**
 * Checks token and cookie of every request alike, whatever it brings, so that the time of an answer tells nothing.
 * @param token `ADMIN_TOKEN`
 * @throws ConfigurationError where the token is empty: nobody may come in by leaving it out
 */
export const createStaffCheck = ({
  keys,
  passwordHash,
  token,
}: {
  readonly keys: KeyRing;
  readonly passwordHash: string;
  readonly token: string;
}): StaffCheck => {
  if (token === '') throw new ConfigurationError('ADMIN_TOKEN is missing.');
  const cookie = createStaffCookie({ keys, passwordHash });
  // Hashed under a key on both sides: equal length, and nothing to learn from where they differ.
  const expected = keyedHash(keys[0], token);

  return ({ header, cookieHeader }, nowMs) => {
    const given = BEARER.exec((header('authorization') ?? '').slice(0, MAX_TOKEN_LENGTH))?.[1] ?? '';
    const hasToken = timingSafeEqual(keyedHash(keys[0], given), expected);
    const hasCookie = readCookieHeader(cookieHeader, STAFF_COOKIE).some((value) =>
      cookie.isValid(value, nowMs),
    );
    if (hasToken) return 'token';
    return hasCookie ? 'password' : undefined;
  };
};

/** {@link createStaffCheck}, for who only wants to know whether. @throws ConfigurationError as it does */
export const createStaffGuard = (configured: Parameters<typeof createStaffCheck>[0]): StaffGuard => {
  const check = createStaffCheck(configured);
  return (request, nowMs) => check(request, nowMs) !== undefined;
};
