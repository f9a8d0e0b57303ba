import type { QualityCounts } from './piece.ts';

/** How tracking requests of browsers are named among a site's counts of quality. */
export const HITS = 'hits';
/**
 * And those of them that come from a page of another site than the endpoint's: there browsers send no cookies of `SameSite=Lax`, so
 * that each hit is another visitor. The endpoint has to be on the shop's own domain (design, section 7).
 */
export const CROSS_SITE_HITS = 'cross_site_hits';

/** Of fewer hits a share says nothing. */
const MIN_HITS = 20;

/** From here on somebody is told: a tag with the endpoint's wrong address makes it 1, a page that somebody saved next to nothing. */
export const ALARMING_CROSS_SITE_SHARE = 0.05;

/** Which share of the browsers' hits came from another site's pages, from 0 to 1; `undefined` of too few. */
export const crossSiteShare = (counts: QualityCounts): number | undefined => {
  const hits = counts[HITS] ?? 0;
  return hits < MIN_HITS ? undefined : (counts[CROSS_SITE_HITS] ?? 0) / hits;
};
