import type { BrowserId, SessionId, SiteId, VisitorId } from '../ids.ts';
import { SESSION_IDLE_MS } from '../sessions/session.ts';
import { type OpenFault, openCookie, PAYLOAD_VERSION } from './openCookie.ts';
import { type KeyRing, signValue } from './signedValue.ts';

/** Names and lifetimes of the cookies, as both mission documents have them. */
export const SESSION_COOKIE = 'session';
export const VISITOR_COOKIE = 'visitor_id';
export const SESSION_COOKIE_MAX_AGE_S = SESSION_IDLE_MS / 1_000;
export const VISITOR_COOKIE_MAX_AGE_S = 365 * 24 * 60 * 60;
/** Hands a counted page view's id to the tracker; readable by the page. */
export const PAGE_VIEW_COOKIE = 'footfall_pv';
export const PAGE_VIEW_COOKIE_MAX_AGE_S = 30;
/** The page's nonce, written by the tracker. */
export const NONCE_COOKIE = 'footfall_nonce';
/** The visitor's consent, written by the tracker or by the shop itself; its value where it is given. */
export const CONSENT_COOKIE = 'footfall_consent';
export const CONSENT_GIVEN = '1';

/** Expiries are rounded up to it, so that an answer within the same minute can send the very value it was sent. */
const EXPIRY_STEP_MS = 60_000;

/** What the `session` cookie says, signed. `k` is the secret that a login replaces. */
export interface SessionCookie {
  readonly site: SiteId;
  readonly session: SessionId;
  readonly visitor: VisitorId;
  readonly browser: BrowserId;
  readonly secret: string;
  readonly startedAt: number;
}

/** What the `visitor_id` cookie says, signed. */
export interface VisitorCookie {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly browser: BrowserId;
}

/** Why a cookie counts as absent. */
export type CookieFault = OpenFault | 'other_site' | 'expired';

export type ReadCookie<T> =
  | {
      readonly ok: true;
      readonly cookie: T;
      /** Expiry as signed, in epoch milliseconds; `undefined` for the visitor cookie, which the browser alone ages. */
      readonly expiresAt: number | undefined;
      /** Whether the first key of the ring signed it: if not, it is signed anew. */
      readonly current: boolean;
    }
  | { readonly ok: false; readonly fault: CookieFault };

const encode = (payload: object): string =>
  Buffer.from(JSON.stringify(payload), 'utf8').toString('base64url');

const fault = (reason: CookieFault): { ok: false; fault: CookieFault } => ({ ok: false, fault: reason });

/** The expiry that a session cookie set now is signed with: 30 minutes on, rounded up to the minute. */
export const sessionCookieExpiry = (nowMs: number): number =>
  Math.ceil((nowMs + SESSION_IDLE_MS) / EXPIRY_STEP_MS) * EXPIRY_STEP_MS;

/** The value of the `session` cookie. */
export const signSessionCookie = (ring: KeyRing, cookie: SessionCookie, expiresAt: number): string =>
  signValue(
    ring,
    SESSION_COOKIE,
    encode({
      v: PAYLOAD_VERSION,
      site: cookie.site,
      sid: cookie.session,
      vid: cookie.visitor,
      b: cookie.browser,
      k: cookie.secret,
      startedAt: cookie.startedAt,
      exp: expiresAt,
    }),
  );

/** The value of the `visitor_id` cookie. */
export const signVisitorCookie = (ring: KeyRing, cookie: VisitorCookie): string =>
  signValue(
    ring,
    VISITOR_COOKIE,
    encode({ v: PAYLOAD_VERSION, site: cookie.site, vid: cookie.visitor, b: cookie.browser }),
  );

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;

/** Reads a `session` cookie's value; whatever is wrong with it, it counts as absent, and the fault says why. */
export const readSessionCookie = (
  ring: KeyRing,
  value: string,
  site: SiteId,
  nowMs: number,
): ReadCookie<SessionCookie> => {
  const opened = openCookie(ring, SESSION_COOKIE, value);
  if (!opened.ok) return opened;
  const { payload, current } = opened;
  const { site: ofSite, sid, vid, b, k, startedAt, exp } = payload;
  if (!isText(sid) || !isText(vid) || !isText(b) || !isText(k)) return fault('malformed');
  if (!Number.isSafeInteger(startedAt) || !Number.isSafeInteger(exp)) return fault('malformed');
  if (ofSite !== site) return fault('other_site');
  if ((exp as number) <= nowMs) return fault('expired');
  return {
    ok: true,
    cookie: {
      site,
      session: sid as SessionId,
      visitor: vid as VisitorId,
      browser: b as BrowserId,
      secret: k,
      startedAt: startedAt as number,
    },
    expiresAt: exp as number,
    current,
  };
};

/** Reads a `visitor_id` cookie's value. */
export const readVisitorCookie = (ring: KeyRing, value: string, site: SiteId): ReadCookie<VisitorCookie> => {
  const opened = openCookie(ring, VISITOR_COOKIE, value);
  if (!opened.ok) return opened;
  const { payload, current } = opened;
  const { site: ofSite, vid, b } = payload;
  if (!isText(vid) || !isText(b)) return fault('malformed');
  if (ofSite !== site) return fault('other_site');
  return {
    ok: true,
    cookie: { site, visitor: vid as VisitorId, browser: b as BrowserId },
    expiresAt: undefined,
    current,
  };
};
