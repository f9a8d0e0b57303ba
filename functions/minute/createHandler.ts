import type { Aggregator, OrdersPart } from '../../src/aggregate/createAggregator.ts';
import { everySite } from '../../src/aggregate/everySite.ts';
import type { MinuteRun } from '../../src/aggregate/runs.ts';
import type { Site } from '../../src/domain/site.ts';
import type { Log } from '../../src/ports/Log.ts';

export interface MinuteDependencies {
  readonly aggregator: Pick<Aggregator, 'minute'>;
  readonly sites: readonly Site[];
  readonly log: Log;
}

/**
 * The minute aggregator as a Lambda of an EventBridge schedule, whatever its event says: every site's live metrics, its days as
 * far as they changed, and the orders that were left.
 * @throws AggregateError where a site failed, after all had their turn
 */
export const createHandler =
  ({ aggregator, sites, log }: MinuteDependencies): (() => Promise<readonly (MinuteRun & OrdersPart)[]>) =>
  () =>
    everySite(sites, (site) => aggregator.minute(site), log);
