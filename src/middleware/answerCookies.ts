import {
  PAGE_VIEW_COOKIE,
  PAGE_VIEW_COOKIE_MAX_AGE_S,
  SESSION_COOKIE,
  SESSION_COOKIE_MAX_AGE_S,
  sessionCookieExpiry,
  signSessionCookie,
  signVisitorCookie,
  VISITOR_COOKIE,
  VISITOR_COOKIE_MAX_AGE_S,
} from '../domain/cookies/cookiePayloads.ts';
import type { KeyRing } from '../domain/cookies/signedValue.ts';
import type { HotSession } from '../domain/sessions/session.ts';
import type { Site } from '../domain/site.ts';
import type { Identity } from './readIdentity.ts';

const attributes = (site: Site, maxAgeS: number): string =>
  `; Max-Age=${maxAgeS}; Path=/${site.cookieDomain === undefined ? '' : `; Domain=${site.cookieDomain}`}`;

/** Both cookies of an answer (RFC 6265bis). Where the sent value would be signed to the very same text, it is sent back as it came. */
export const identityCookies = ({
  session,
  identity,
  keys,
  site,
  nowMs,
}: {
  readonly session: HotSession;
  readonly identity: Identity;
  readonly keys: KeyRing;
  readonly site: Site;
  readonly nowMs: number;
}): string[] => {
  const expiresAt = sessionCookieExpiry(nowMs);
  const sent = identity.session;
  const sessionValue =
    sent?.current &&
    sent.expiresAt === expiresAt &&
    sent.cookie.session === session.id &&
    sent.cookie.visitor === session.visitor &&
    sent.cookie.secret === session.secret
      ? sent.value
      : signSessionCookie(
          keys,
          {
            site: site.id,
            session: session.id,
            visitor: session.visitor,
            browser: session.browser,
            secret: session.secret,
            startedAt: session.startedAt,
          },
          expiresAt,
        );
  const known = identity.visitor;
  const visitorValue =
    known?.current && known.cookie.visitor === session.visitor && known.cookie.browser === session.browser
      ? known.value
      : signVisitorCookie(keys, { site: site.id, visitor: session.visitor, browser: session.browser });
  const flags = '; HttpOnly; Secure; SameSite=Lax';
  return [
    `${SESSION_COOKIE}=${sessionValue}${attributes(site, SESSION_COOKIE_MAX_AGE_S)}${flags}`,
    `${VISITOR_COOKIE}=${visitorValue}${attributes(site, VISITOR_COOKIE_MAX_AGE_S)}${flags}`,
  ];
};

/** Hands the page view's id to the page's own script, so that one view is not counted twice. */
export const pageViewCookie = (eventId: string, site: Site): string =>
  `${PAGE_VIEW_COOKIE}=${eventId}${attributes(site, PAGE_VIEW_COOKIE_MAX_AGE_S)}; Secure; SameSite=Lax`;
