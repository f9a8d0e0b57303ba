import type { Relabelled, RelabelSpan } from '../../src/aggregate/relabelSpan.ts';
import type { RangeProgress } from '../../src/aggregate/runs.ts';
import { siteDays } from '../../src/aggregate/siteDays.ts';
import { daySpan, daysOf } from '../../src/domain/time/localTime.ts';
import type { SiteRange } from './wantedDays.ts';

/** What was done by hand. */
export interface RelabelledByHand extends Relabelled {
  readonly days: number;
  /** Days that were left as they are, for their sessions may be gone. */
  readonly sealedDays: number;
}

/**
 * Judges the sessions of ranges by the rules of now, one day after another. Needs no lease: two who do it do the same.
 * @throws RecordUnavailable; what was done before is kept, and can be done again
 */
export const relabelByHand = async (
  relabelSpan: RelabelSpan,
  ranges: readonly SiteRange[],
  { nowMs, onProgress }: { readonly nowMs: number; readonly onProgress: (progress: RangeProgress) => void },
): Promise<RelabelledByHand> => {
  let [days, sealedDays, judged, relabelled] = [0, 0, 0, 0];
  for (const { site, from, to } of ranges) {
    const { lastExpired } = siteDays(site, nowMs);
    const asked = daysOf(from, to);
    const kept = asked.filter((day) => day > lastExpired);
    sealedDays += asked.length - kept.length;
    for (const [index, day] of kept.entries()) {
      const { startMs, endMs } = daySpan(day, site.timezone);
      const done = await relabelSpan({ site, fromMs: startMs, toMs: endMs });
      days += 1;
      judged += done.judged;
      relabelled += done.relabelled;
      onProgress({ site: site.id, day, done: index + 1, of: kept.length });
    }
  }
  return { days, sealedDays, judged, relabelled };
};
