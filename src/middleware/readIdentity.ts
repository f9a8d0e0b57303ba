import {
  type ReadCookie,
  readSessionCookie,
  readVisitorCookie,
  SESSION_COOKIE,
  type SessionCookie,
  VISITOR_COOKIE,
  type VisitorCookie,
} from '../domain/cookies/cookiePayloads.ts';
import type { KeyRing } from '../domain/cookies/signedValue.ts';
import { generationOf } from '../domain/identity/sessionSecret.ts';
import type { SiteId } from '../domain/ids.ts';
import { readCookieHeader } from './readCookieHeader.ts';

/** A cookie that verified, with the value it came in. */
export interface SentCookie<T> {
  readonly cookie: T;
  readonly value: string;
  readonly expiresAt: number | undefined;
  readonly current: boolean;
}

/** Who a request says it is, as far as signatures prove it. */
export interface Identity {
  readonly session?: SentCookie<SessionCookie>;
  readonly visitor?: SentCookie<VisitorCookie>;
}

/** The first that is valid, or one after it that is better; a browser may send several of one name (RFC 6265, section 5.4). */
const bestValid = <T>(
  values: readonly string[],
  read: (value: string) => ReadCookie<T>,
  onFault: (fault: string) => void,
  isBetter: (one: T, other: T) => boolean,
): SentCookie<T> | undefined => {
  let best: SentCookie<T> | undefined;
  for (const value of values) {
    const result = read(value);
    if (!result.ok) onFault(result.fault);
    else if (best === undefined || isBetter(result.cookie, best.cookie)) {
      best = { cookie: result.cookie, value, expiresAt: result.expiresAt, current: result.current };
    }
  }
  return best;
};

/** Of one session the cookie of its latest login: an older one may be left under another path or domain. */
const isLater = (one: SessionCookie, other: SessionCookie): boolean =>
  one.session === other.session && generationOf(one.secret) > generationOf(other.secret);

/** Reads both cookies; a bad, unknown, expired or foreign one counts as absent and is counted. */
export const readIdentity = ({
  cookieHeader,
  keys,
  site,
  nowMs,
  count,
}: {
  readonly cookieHeader: string;
  readonly keys: KeyRing;
  readonly site: SiteId;
  readonly nowMs: number;
  readonly count: (what: string) => void;
}): Identity => {
  if (cookieHeader === '') return {};
  const onFault = (fault: string) => count(`cookie_${fault}`);
  const session = bestValid(
    readCookieHeader(cookieHeader, SESSION_COOKIE),
    (value) => readSessionCookie(keys, value, site, nowMs),
    onFault,
    isLater,
  );
  const visitor = bestValid(
    readCookieHeader(cookieHeader, VISITOR_COOKIE),
    (value) => readVisitorCookie(keys, value, site),
    onFault,
    () => false,
  );
  return { ...(session ? { session } : {}), ...(visitor ? { visitor } : {}) };
};
