import { daysBehind } from '../../src/aggregate/daysBehind.ts';
import { crossSiteShare } from '../../src/domain/metrics/crossSite.ts';
import type { Site } from '../../src/domain/site.ts';
import type { AggregationLedger } from '../../src/ports/AggregationLedger.ts';
import type { AggregationRecord } from '../../src/ports/AggregationRecord.ts';
import type { Gauge } from '../../src/ports/Gauges.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';

/** The events of so long make the share. They are told within a minute or two, by quarters of an hour. */
const SHARE_OF_MS = 60 * 60_000;

/** What CloudWatch is to know of a site. Neither rejects: what its store does not answer is left out, and logged. */
export interface SiteGauges {
  /** `DaysBehind`, of the ledger alone. */
  behind(site: Site): Promise<readonly Gauge[]>;
  /** `CrossSiteShare`, of the record; none of a site with too few events. */
  crossSite(site: Site): Promise<readonly Gauge[]>;
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
  const asFarAsKnown =
    (look: (site: Site) => Promise<readonly Gauge[]>) =>
    async (site: Site): Promise<readonly Gauge[]> => {
      try {
        return await look(site);
      } catch (error) {
        log.error('a metric is not known', { site: site.id, ...thrown(error) });
        return [];
      }
    };

  return {
    behind: asFarAsKnown(async (site) => [
      { name: 'DaysBehind', unit: 'Count', value: daysBehind(site, await ledger.state(site.id), now()) },
    ]),
    crossSite: asFarAsKnown(async ({ id }) => {
      const nowMs = now();
      const share = crossSiteShare(await record.quality(id, nowMs - SHARE_OF_MS, nowMs));
      return share === undefined ? [] : [{ name: 'CrossSiteShare', unit: 'Percent', value: 100 * share }];
    }),
  };
};
