import type { Site } from '../domain/site.ts';
import { daysOf } from '../domain/time/localTime.ts';
import type { AggregationState } from '../ports/AggregationLedger.ts';
import { nextToClose, siteDays } from './siteDays.ts';

/** The runs of the night come every few minutes, and a large day takes some: a day that is over for less is not late. */
const CLOSING_TAKES_MS = 60 * 60_000;

/** How many of a site's days have ended, an hour ago or more, and have no numbers of after their end: 0 in the ordinary case. */
export const daysBehind = (site: Site, state: AggregationState, nowMs: number): number => {
  const next = nextToClose(state);
  const { yesterday } = siteDays(site, nowMs - CLOSING_TAKES_MS);
  return next === undefined || next > yesterday ? 0 : daysOf(next, yesterday).length;
};
