import type { SiteInfo } from '../wire.ts';

/** Of a site that keeps no cookies, what its numbers of visitors say less of than elsewhere, a view each. */
export const PER_DAY = {
  retention:
    'Visitors are known for a day at most, so that nobody ever comes back on another one. Only the first column says something.',
  journeys:
    'Visitors are known for a day at most, and no visit is joined to a customer: each journey is one day’s, and shows no login and no order.',
  devices:
    'Visitors are known for a day at most and joined to no customer: each stands for one device, and nobody is seen to change to another.',
} as const;

/** Whether a site's visitors are known for a day, and no longer. */
export const isPerDay = ({ uniqueVisitsPer }: Pick<SiteInfo, 'uniqueVisitsPer'>): boolean =>
  uniqueVisitsPer === 'day';
