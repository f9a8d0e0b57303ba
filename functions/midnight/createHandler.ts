import type { Aggregator } from '../../src/aggregate/createAggregator.ts';
import { everySite } from '../../src/aggregate/everySite.ts';
import type { MidnightRun } from '../../src/aggregate/runs.ts';
import type { Site } from '../../src/domain/site.ts';
import type { Log } from '../../src/ports/Log.ts';

export interface MidnightDependencies {
  readonly aggregator: Pick<Aggregator, 'midnight'>;
  readonly sites: readonly Site[];
  readonly log: Log;
}

/**
 * The midnight aggregator as a Lambda of an EventBridge schedule, whatever its event says: the days of every site that have
 * ended in its own time zone since the last run. It ticks all day long, for somewhere it is always midnight.
 * @throws AggregateError where a site failed, after all had their turn
 */
export const createHandler =
  ({ aggregator, sites, log }: MidnightDependencies): (() => Promise<readonly MidnightRun[]>) =>
  () =>
    everySite(sites, (site) => aggregator.midnight(site), log);
