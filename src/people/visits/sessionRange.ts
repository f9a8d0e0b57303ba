import { siteDays } from '../../aggregate/siteDays.ts';
import { badRequest } from '../../analytics/http/ApiFault.ts';
import { checkedRange, type DayRange, rangeOf } from '../../analytics/wire/rangeOf.ts';
import type { Site } from '../../domain/site.ts';

/** Sessions are read one by one: more days than a month's take too long. */
export const MAX_SESSION_DAYS = 31;

/**
 * A range whose sessions can be read.
 * @throws ApiFault (400) where it is too long, or begins before what is kept: numbers of what is gone would be wrong
 */
export const sessionRange = (asked: DayRange, site: Site, nowMs: number): DayRange => {
  const range = checkedRange(asked);
  if (rangeOf(range).days > MAX_SESSION_DAYS) {
    throw badRequest('to', `The range must be at most ${MAX_SESSION_DAYS} days here.`);
  }
  if (range.from <= siteDays(site, nowMs).lastExpired) {
    throw badRequest('from', `Sessions are kept for ${site.retentionDays} days: from is before that.`);
  }
  return range;
};
