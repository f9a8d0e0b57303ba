import { CONSENT_COOKIE, CONSENT_GIVEN } from '../../domain/cookies/cookiePayloads.ts';
import type { Site } from '../../domain/site.ts';
import type { HttpRequest } from '../HttpRequest.ts';
import { readCookieHeader } from '../readCookieHeader.ts';

/**
 * `not yet`: the site waits for the visitor's consent. `refused`: the visitor's browser says no, by Global Privacy Control or by
 * Do Not Track, and the site honours that; no consent overrides it.
 */
export type MayTrack = 'yes' | 'not yet' | 'refused';

const refuses = (request: HttpRequest): boolean =>
  request.header('sec-gpc') === '1' || request.header('dnt') === '1';

/** Its value where a script could not take away a consent that was withdrawn: one set for a domain that it does not know. */
export const CONSENT_WITHDRAWN = '0';

/** What the cookie says of consent, if it says anything. Of several that came, from other domains or paths, one that says no is believed. */
export const consentOfCookie = ({ cookieHeader }: Pick<HttpRequest, 'cookieHeader'>): boolean | undefined => {
  const values = readCookieHeader(cookieHeader, CONSENT_COOKIE);
  if (values.includes(CONSENT_WITHDRAWN)) return false;
  return values.includes(CONSENT_GIVEN) || undefined;
};

/**
 * Whether a request's visitor may be tracked, as the site's settings have it.
 * @param toldConsent what the page's own script says: where the endpoint is on another host than the page, its cookie does not come.
 *   `false` withdraws it, whatever the cookie says and whether the site asks for it or not
 */
export const mayTrack = (
  request: HttpRequest,
  { gpc, privacy }: Pick<Site, 'gpc' | 'privacy'>,
  toldConsent?: boolean | undefined,
): MayTrack => {
  if (gpc === 'honour' && refuses(request)) return 'refused';
  if (toldConsent === false) return privacy === 'consent' ? 'not yet' : 'refused';
  if (privacy !== 'consent') return 'yes';
  return (consentOfCookie(request) ?? toldConsent) ? 'yes' : 'not yet';
};
