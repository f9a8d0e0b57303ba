import type { Gauge } from '../../src/adapters/log/powertoolsMetrics.ts';
import type { Aggregator, OrdersPart } from '../../src/aggregate/createAggregator.ts';
import { everySite } from '../../src/aggregate/everySite.ts';
import type { MinuteRun } from '../../src/aggregate/runs.ts';
import type { Site } from '../../src/domain/site.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { SiteGauges } from './siteGauges.ts';

export interface MinuteDependencies {
  readonly aggregator: Pick<Aggregator, 'minute'>;
  readonly gauges: SiteGauges;
  readonly emit: (site: string, gauges: readonly Gauge[]) => void;
  readonly sites: readonly Site[];
  readonly log: Log;
}

/**
 * The minute aggregator as a Lambda of an EventBridge schedule, whatever its event says: every site's live metrics, its days as
 * far as they changed, and the orders that were left; then every site's gauges for CloudWatch, also of a site that failed: they are
 * what tells of it.
 * @throws AggregateError where a site failed, after all had their turn
 */
export const createHandler =
  ({
    aggregator,
    gauges,
    emit,
    sites,
    log,
  }: MinuteDependencies): (() => Promise<readonly (MinuteRun & OrdersPart)[]>) =>
  async () => {
    try {
      return await everySite(sites, (site) => aggregator.minute(site), log);
    } finally {
      await everySite(sites, async (site) => emit(site.id, await gauges.of(site)), log);
    }
  };
