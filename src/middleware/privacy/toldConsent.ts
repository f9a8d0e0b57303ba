import {
  CONSENT_COOKIE,
  CONSENT_GIVEN,
  VISITOR_COOKIE_MAX_AGE_S,
} from '../../domain/cookies/cookiePayloads.ts';
import type { Site } from '../../domain/site.ts';
import { domain, lifetime } from '../answerCookies.ts';

/**
 * The consent that a page told, as a cookie of the endpoint's own host: the page's does not come there, and the next request, of a
 * handler that nobody tells, would count as one without consent and lose its identity. As long as `visitor_id`; readable, as the page's own.
 */
export const toldConsent = (site: Site): string =>
  `${CONSENT_COOKIE}=${CONSENT_GIVEN}${lifetime(VISITOR_COOKIE_MAX_AGE_S)}${domain(site)}; Secure; SameSite=Lax`;
