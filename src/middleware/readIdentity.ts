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

const firstValid = <T>(
  values: readonly string[],
  read: (value: string) => ReadCookie<T>,
  onFault: (fault: string) => void,
): SentCookie<T> | undefined => {
  for (const value of values) {
    const result = read(value);
    if (result.ok) {
      return { cookie: result.cookie, value, expiresAt: result.expiresAt, current: result.current };
    }
    onFault(result.fault);
  }
  return undefined;
};

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
  const session = firstValid(
    readCookieHeader(cookieHeader, SESSION_COOKIE),
    (value) => readSessionCookie(keys, value, site, nowMs),
    onFault,
  );
  const visitor = firstValid(
    readCookieHeader(cookieHeader, VISITOR_COOKIE),
    (value) => readVisitorCookie(keys, value, site),
    onFault,
  );
  return { ...(session ? { session } : {}), ...(visitor ? { visitor } : {}) };
};
