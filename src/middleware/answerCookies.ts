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

/** For how long, and for which paths. */
export const lifetime = (maxAgeS: number): string => `; Max-Age=${maxAgeS}; Path=/`;

/** For which hosts, where the site names more than its own. */
export const domain = (site: Site): string =>
  site.cookieDomain === undefined ? '' : `; Domain=${site.cookieDomain}`;

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
  const flags = `${domain(site)}; HttpOnly; Secure; SameSite=Lax`;
  return [
    `${SESSION_COOKIE}=${sessionValue}${lifetime(SESSION_COOKIE_MAX_AGE_S)}${flags}`,
    `${VISITOR_COOKIE}=${visitorValue}${lifetime(VISITOR_COOKIE_MAX_AGE_S)}${flags}`,
  ];
};

/**
 * Hands the page view's id to the page's own script, so that one view is not counted twice. Of this host alone, also where the
 * others have a `Domain`: the script deletes it by name, and one that stayed would swallow the next page's view.
 */
export const pageViewCookie = (eventId: string): string =>
  `${PAGE_VIEW_COOKIE}=${eventId}${lifetime(PAGE_VIEW_COOKIE_MAX_AGE_S)}; Secure; SameSite=Lax`;
