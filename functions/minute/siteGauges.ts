import type { Gauge } from '../../src/adapters/log/powertoolsMetrics.ts';
import { daysBehind } from '../../src/aggregate/daysBehind.ts';
import { crossSiteShare } from '../../src/domain/metrics/crossSite.ts';
import type { Site } from '../../src/domain/site.ts';
import type { AggregationLedger } from '../../src/ports/AggregationLedger.ts';
import type { AggregationRecord } from '../../src/ports/AggregationRecord.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';

/** The hits of so long make the share. They are told within a minute or two, by quarters of an hour. */
const SHARE_OF_MS = 60 * 60_000;

/** What CloudWatch is to know of a site. */
export interface SiteGauges {
  /** As far as it can be known now: what one store does not answer is left out, and logged. */
  of(site: Site): Promise<readonly Gauge[]>;
}

export const siteGauges = ({
  ledger,
  record,
  log,
  now,
}: {
  readonly ledger: Pick<AggregationLedger, 'state'>;
  readonly record: Pick<AggregationRecord, 'quality'>;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): SiteGauges => {
  const behind = async (site: Site): Promise<Gauge> => ({
    name: 'DaysBehind',
    unit: 'Count',
    value: daysBehind(site, await ledger.state(site.id), now()),
  });

  const crossSite = async ({ id }: Site): Promise<Gauge | undefined> => {
    const nowMs = now();
    const share = crossSiteShare(await record.quality(id, nowMs - SHARE_OF_MS, nowMs));
    return share === undefined ? undefined : { name: 'CrossSiteShare', unit: 'Percent', value: 100 * share };
  };

  return {
    of: async (site) => {
      const looked = await Promise.allSettled([behind(site), crossSite(site)]);
      return looked.flatMap((gauge) => {
        if (gauge.status === 'fulfilled') return gauge.value ?? [];
        log.error('a metric is not known', { site: site.id, ...thrown(gauge.reason) });
        return [];
      });
    },
  };
};
