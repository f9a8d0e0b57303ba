import { siteDays } from '../aggregate/siteDays.ts';
import { ApiFault, badRequest } from '../analytics/http/ApiFault.ts';
import { type Endpoint, endpoint } from '../analytics/http/Operation.ts';
import { checkedRange, type DayRange, rangeOf } from '../analytics/wire/rangeOf.ts';
import type { Site } from '../domain/site.ts';
import { explore } from './explore/explore.ts';
import { journey } from './journey/journey.ts';
import { exploreOperation, MAX_EXPLORED_DAYS } from './operations/exploreOperation.ts';
import { journeyOperation } from './operations/journeyOperation.ts';
import { visitorsOperation } from './operations/visitorsOperation.ts';
import type { PeopleDependencies } from './PeopleDependencies.ts';
import { latestVisitors } from './visitors/latestVisitors.ts';

const DEFAULT_VISITORS = 20;

/**
 * A range whose sessions can be read.
 * @throws ApiFault (400) where it is too long, or begins before what is kept: numbers of what is gone would be wrong
 */
const exploredRange = (asked: DayRange, site: Site, nowMs: number): DayRange => {
  const range = checkedRange(asked);
  if (rangeOf(range).days > MAX_EXPLORED_DAYS) {
    throw badRequest('to', `The range must be at most ${MAX_EXPLORED_DAYS} days here.`);
  }
  if (range.from <= siteDays(site, nowMs).lastExpired) {
    throw badRequest('from', `Sessions are kept for ${site.retentionDays} days: from is before that.`);
  }
  return range;
};

/** The endpoints that answer from the record, where people and their sessions are. */
export const peopleEndpoints = ({ people, record, aggregation, now }: PeopleDependencies): Endpoint[] => [
  endpoint(exploreOperation, async ({ query, nowMs }, site) => {
    const range = exploredRange(query, site, nowMs);
    const question = { range, by: query.by, filters: query.filter ?? [] };
    return { value: await explore({ record: aggregation, site, now }, question) };
  }),

  endpoint(journeyOperation, async ({ params }, site) => {
    const id = params.visitorOrCustomerId ?? '';
    const value = await journey({ people, record, aggregation }, site, id);
    if (value === undefined) {
      throw new ApiFault({ status: 404, code: 'not_found', message: 'Nobody is known by this id.' });
    }
    return { value };
  }),

  endpoint(visitorsOperation, async ({ query }, site) => ({
    value: await latestVisitors(people, site, query.limit ?? DEFAULT_VISITORS),
  })),
];
