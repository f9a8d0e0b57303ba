import { ApiFault } from '../analytics/http/ApiFault.ts';
import { type Endpoint, endpoint } from '../analytics/http/Operation.ts';
import { checkedRange } from '../analytics/wire/rangeOf.ts';
import { botEndpoints } from './bots/botEndpoints.ts';
import { devices } from './devices/devices.ts';
import { explore } from './explore/explore.ts';
import { journey } from './journey/journey.ts';
import { coverageOperation } from './operations/coverageOperation.ts';
import { devicesOperation } from './operations/devicesOperation.ts';
import { exploreOperation } from './operations/exploreOperation.ts';
import { journeyOperation } from './operations/journeyOperation.ts';
import { visitorsOperation } from './operations/visitorsOperation.ts';
import { coverage } from './orders/coverage.ts';
import type { PeopleDependencies } from './PeopleDependencies.ts';
import { latestVisitors } from './visitors/latestVisitors.ts';
import { sessionRange } from './visits/sessionRange.ts';

const DEFAULT_VISITORS = 20;

/** The endpoints that answer from the record, where people and their sessions are. */
export const peopleEndpoints = ({
  people,
  record,
  aggregation,
  bots,
  deliver,
  now,
}: PeopleDependencies): Endpoint[] => [
  endpoint(exploreOperation, async ({ query, nowMs }, site) => {
    const range = sessionRange(query, site, nowMs);
    const question = { range, by: query.by, filters: query.filter ?? [] };
    return { value: await explore({ record: aggregation, site, now }, question) };
  }),

  endpoint(devicesOperation, async ({ query, nowMs }, site) => ({
    value: await devices({ people, aggregation, now, site }, sessionRange(query, site, nowMs)),
  })),

  endpoint(coverageOperation, async ({ query }, site) => ({
    value: await coverage({ record: aggregation, site, now }, checkedRange(query)),
  })),

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

  ...botEndpoints({ bots, record, deliver, now }),
];
