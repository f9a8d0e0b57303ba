import type { Aggregator } from '../../src/aggregate/createAggregator.ts';
import type { RangeProgress } from '../../src/aggregate/runs.ts';
import type { SiteRange } from './wantedDays.ts';

/** What was done by hand. */
export interface ByHand {
  /** Days that were aggregated, of all sites. */
  readonly days: number;
  /** Days that were left as they are, for their sessions may be gone. */
  readonly sealedDays: number;
}

/** Another aggregator had the site all the time, or took it over. */
export class AggregatorBusy extends Error {
  override readonly name = 'AggregatorBusy';
}

/**
 * Aggregates ranges of sites, one after another.
 * @throws AggregatorBusy, RecordUnavailable, MetricsUnavailable; what was done before is kept, and can be done again
 */
export const aggregateByHand = async (
  aggregator: Aggregator,
  ranges: readonly SiteRange[],
  onProgress: (progress: RangeProgress) => void,
): Promise<ByHand> => {
  let days = 0;
  let sealedDays = 0;
  for (const range of ranges) {
    const run = await aggregator.range({ ...range, onProgress });
    if (run.outcome !== 'done') {
      throw new AggregatorBusy(`Another aggregator is at work on ${range.site.id}: try again in a minute.`);
    }
    days += run.days.length;
    sealedDays += run.sealed.length;
  }
  return { days, sealedDays };
};
