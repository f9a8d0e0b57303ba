import type { QualityCounts } from './piece.ts';

/**
 * How events are named, among a site's counts of quality, that browsers sent from a page of another site than the endpoint's: there
 * they send no cookies of `SameSite=Lax`, so that each hit is another visitor. The endpoint has to be on the shop's own domain
 * (design, section 7).
 */
export const CROSS_SITE = 'cross_site';

/** Of fewer events a share says nothing. */
const MIN_EVENTS = 20;

/** From here on somebody is told: a tag with the endpoint's wrong address makes it about a half, a page that somebody saved next to nothing. */
export const ALARMING_CROSS_SITE_SHARE = 0.05;

/**
 * Which share of a site's events came from another site's pages, from 0 to 1; `undefined` of too few. Too low, where it is not 0:
 * of all that is accepted, the starts of sessions are told by ourselves. That `/track` need not count what comes from the
 * shop's own pages is worth it.
 */
export const crossSiteShare = (counts: QualityCounts): number | undefined => {
  const accepted = counts.accepted ?? 0;
  // What is sent again, and what a visitor's wish keeps us from storing, is counted by `/track` and not accepted.
  return accepted < MIN_EVENTS ? undefined : Math.min(1, (counts[CROSS_SITE] ?? 0) / accepted);
};
