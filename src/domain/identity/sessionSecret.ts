import type { CustomerId, SessionId, SiteId, VisitorId } from '../ids.ts';
import { uuidOf } from './deriveIds.ts';
import { keyedHashText, type SecretKey } from './keyedHash.ts';

/** How long a cookie from before a login is let in, for requests that were under way (design, section 4). */
export const SECRET_GRACE_MS = 60_000;

const LENGTH = 22;

/** How many logins and logouts a session had seen when it got this secret: `3.xyz` the third; one without a number none. */
export const generationOf = (secret: string): number => {
  const end = secret.indexOf('.');
  return end < 0 ? 0 : Number(secret.slice(0, end));
};

/**
 * The cookie's secret after a login or a logout. Made of the one before under a server's key: nobody who knows that one can make it, and
 * two logins of the same customer at once, or one that is repeated, agree on it.
 */
export const secretAfter = (
  key: SecretKey,
  {
    session,
    secret,
    event,
  }: { readonly session: SessionId; readonly secret: string; readonly event: `login:${string}` | 'logout' },
): string =>
  `${generationOf(secret) + 1}.${keyedHashText(key, `secret after\n${session}\n${secret}\n${event}`).slice(0, LENGTH)}`;

/** The visitor of a customer who logs in where the browser's is another customer's; always the same one. */
export const visitorOfCustomer = (key: SecretKey, site: SiteId, customer: CustomerId): VisitorId =>
  uuidOf(key, 'customer', site, customer) as VisitorId;

/**
 * What a cookie's secret is worth to a session. `grace`: the one before the last login, for a minute after it. `ahead`: of a later
 * login than the store knows of; it is signed, and a store may lag behind or have lost its latest writes.
 */
export type SecretStanding = 'current' | 'grace' | 'ahead' | 'superseded';

export const standingOf = (
  secret: string,
  session: {
    readonly secret: string;
    readonly formerSecret?: string | undefined;
    readonly secretChangedAt?: number | undefined;
  },
  nowMs: number,
): SecretStanding => {
  if (secret === session.secret) return 'current';
  if (secret === session.formerSecret) {
    return nowMs - (session.secretChangedAt ?? 0) <= SECRET_GRACE_MS ? 'grace' : 'superseded';
  }
  return generationOf(secret) > generationOf(session.secret) ? 'ahead' : 'superseded';
};
