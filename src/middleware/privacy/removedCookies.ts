import {
  CONSENT_COOKIE,
  NONCE_COOKIE,
  PAGE_VIEW_COOKIE,
  SESSION_COOKIE,
  VISITOR_COOKIE,
} from '../../domain/cookies/cookiePayloads.ts';
import type { Site } from '../../domain/site.ts';
import { domain, lifetime } from '../answerCookies.ts';
import { readCookieHeader } from '../readCookieHeader.ts';
import { CONSENT_WITHDRAWN } from './mayTrack.ts';

interface RemovableCookie {
  readonly name: string;
  /** Whether it may be one of the shop's domain, and one of the host alone. */
  readonly ofDomain: boolean;
  readonly ofHost: boolean;
}

/** Every cookie by which we would know a browser again. */
const IDENTITY_COOKIES: readonly RemovableCookie[] = [
  { name: SESSION_COOKIE, ofDomain: true, ofHost: true },
  { name: VISITOR_COOKIE, ofDomain: true, ofHost: true },
  { name: PAGE_VIEW_COOKIE, ofDomain: false, ofHost: true },
  { name: NONCE_COOKIE, ofDomain: false, ofHost: true },
];

/**
 * Takes the identity cookies away that a request brought, whatever is in them. One with a `Domain` may stand beside one without, from
 * before the site had it: both go.
 * @param withdrawn whether the page has just withdrawn consent: then that cookie goes too, but for the page's own word that it is
 * withdrawn, which speaks against one of a domain that neither page nor site may know
 */
export const removedCookies = (cookieHeader: string, site: Site, withdrawn: boolean): string[] => {
  const sent = (name: string): string[] => readCookieHeader(cookieHeader, name);
  const ofHost = !sent(CONSENT_COOKIE).includes(CONSENT_WITHDRAWN);
  const consent = withdrawn ? [{ name: CONSENT_COOKIE, ofDomain: true, ofHost }] : [];
  return [...IDENTITY_COOKIES, ...consent]
    .filter(({ name }) => sent(name).length > 0)
    .flatMap(({ name, ofDomain, ofHost }) => {
      const places = [
        ...(ofHost ? [''] : []),
        ...(ofDomain && site.cookieDomain !== undefined ? [domain(site)] : []),
      ];
      return places.map((place) => `${name}=${lifetime(0)}${place}; Secure; SameSite=Lax`);
    });
};
