import type { Site } from '../domain/site.ts';
import { hourOf, localDateOf } from '../domain/time/localTime.ts';
import type { AggregationState } from '../ports/AggregationLedger.ts';
import type { News } from './findNews.ts';
import { isClosed, nextToClose, siteDays, unsealedDays } from './siteDays.ts';

/**
 * Whether the run of the night has anything to do: days that ended, days to seal, or changes of days that were aggregated
 * already. What changes today is the minute's: no lease is taken from it for nothing.
 */
export const midnightIsDue = ({
  site,
  nowMs,
  state,
  news,
}: {
  readonly site: Site;
  readonly nowMs: number;
  readonly state: AggregationState;
  readonly news: News;
}): boolean => {
  const days = siteDays(site, nowMs);
  const next = nextToClose(state);
  const { dirtyHours = {} } = state;
  const isOver = (at: number): boolean => {
    const day = localDateOf(at, site.timezone);
    return day < days.today && (state.closedThrough === undefined || isClosed(state, day));
  };
  return (
    news.firstEver ||
    (next !== undefined && next <= days.yesterday) ||
    unsealedDays(state, days.lastExpired).length > 0 ||
    Object.keys(dirtyHours).some((startMs) => isOver(hourOf(Number(startMs), site.timezone).startMs)) ||
    news.aliases.length > 0 ||
    news.sessions.some(({ at, orderTimes }) => isOver(at) || orderTimes.some(isOver)) ||
    [...news.orders, ...news.quality].some(({ at }) => isOver(at))
  );
};
