import type { Aggregator, OrdersPart } from '../../src/aggregate/createAggregator.ts';
import { everySite } from '../../src/aggregate/everySite.ts';
import type { MinuteRun } from '../../src/aggregate/runs.ts';
import type { Site } from '../../src/domain/site.ts';
import type { EmitGauges, Gauge } from '../../src/ports/Gauges.ts';
import type { Log } from '../../src/ports/Log.ts';
import type { SiteGauges } from './siteGauges.ts';

export interface MinuteDependencies {
  readonly aggregator: Pick<Aggregator, 'minute'>;
  /** Of the cache, which is all sites'. Never rejects. */
  readonly cache: () => Promise<Gauge>;
  readonly gauges: SiteGauges;
  readonly emit: EmitGauges;
  readonly sites: readonly Site[];
  readonly log: Log;
}

/**
 * The minute aggregator as a Lambda of an EventBridge schedule, whatever its event says: every site's live metrics, its days as
 * far as they changed, and the orders that were left.
 *
 * CloudWatch's gauges that need no record come before all of it: where the record is down for long, many sites take longer than a
 * Lambda may, and these are what tells of it. A site's other one comes with its run, also where that fails.
 * @throws AggregateError where a site failed, after all had their turn
 */
export const createHandler =
  ({
    aggregator,
    cache,
    gauges,
    emit,
    sites,
    log,
  }: MinuteDependencies): (() => Promise<readonly (MinuteRun & OrdersPart)[]>) =>
  async () => {
    emit([await cache()]);
    await everySite(sites, async (site) => emit(await gauges.behind(site), site.id), log);
    return everySite(
      sites,
      async (site) => {
        try {
          return await aggregator.minute(site);
        } finally {
          emit(await gauges.crossSite(site), site.id);
        }
      },
      log,
    );
  };
