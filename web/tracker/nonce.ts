import { readCookie, writeCookie } from './cookies.ts';
import { randomHex } from './randomHex.ts';
import { keep, kept } from './tabStorage.ts';

/** After this long without an answered post, the session may end before the next one: then a new nonce is due. The server's limit is 30 minutes. */
const RENEW_AFTER_MS = 25 * 60_000;
const COOKIE = 'footfall_nonce';
const COOKIE_MAX_AGE_S = 60;

export interface Nonce {
  /** The nonce for a request that is sent now: a new one after 25 idle minutes. None on a site that keeps no cookies. */
  current(): string | undefined;
  /** The server has heard of us: idle time begins anew. */
  answered(): void;
  /** Takes the cookie away. */
  forget(): void;
}

/** Of a site that keeps no cookies: its server goes by none. */
export const NO_NONCE: Nonce = { current: () => undefined, answered: () => {}, forget: () => {} };

/**
 * The number by which the server tells that requests sent at the same time are one browser's, before it has any cookie.
 * It is in each post, and for 60 s in the cookie `footfall_nonce`, for the shop's own requests to carry.
 * A cookie that is there already (another tab's, the hook's, the server's) is reused, so that all of them agree.
 * Until it is answered the tab keeps it too: the answer may be lost that bore the visitor's cookies, and a page that is loaded after that
 * minute sends the same events again, which the server knows by their browser.
 */
export const createNonce = (): Nonce => {
  let value = '';
  let answeredAt = 0;
  const current = () => {
    const now = Date.now();
    if (now - answeredAt > RENEW_AFTER_MS) {
      const [madeAt = 0, unanswered] = (kept(COOKIE) ?? []) as [number?, string?];
      const known = readCookie(COOKIE, '[0-9a-f]{32}');
      value = known ?? ((now - madeAt < RENEW_AFTER_MS && unanswered) || randomHex());
      // A known one is not prolonged: chained over pages it would outlive its session.
      if (!known) writeCookie(COOKIE, value, COOKIE_MAX_AGE_S);
      answeredAt = value === unanswered ? madeAt : now;
      keep(COOKIE, [answeredAt, value]);
    }
    return value;
  };
  current();
  return {
    current,
    answered: () => {
      answeredAt = Date.now();
      keep(COOKIE);
    },
    forget: () => {
      writeCookie(COOKIE, '', 0);
      keep(COOKIE);
    },
  };
};
