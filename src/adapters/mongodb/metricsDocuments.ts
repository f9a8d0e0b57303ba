import type { SiteId } from '../../domain/ids.ts';
import type { MinuteMetrics } from '../../domain/metrics/minuteMetrics.ts';
import type { Correction } from '../../domain/metrics/piece.ts';
import type { DailyMetricsDocument } from '../../ports/AggregationRecord.ts';
import { encodeData } from './dataFields.ts';

/** A day's metrics in the place of earlier ones; what was reckoned later stays. */
export const dailyMetricsUpsert = (site: SiteId, day: DailyMetricsDocument) => {
  const writtenAt = new Date(day.writtenAt);
  return {
    filter: { _id: `${site}:${day.day}`, writtenAt: { $lte: writtenAt } },
    update: { $set: { ...day, siteId: site, writtenAt, quality: encodeData(day.quality) } },
  };
};

type LateUnknown = {
  [Field in keyof MinuteMetrics]-?: undefined extends MinuteMetrics[Field] ? Field : never;
}[keyof MinuteMetrics];

/** What a minute that is reckoned late no longer knows. */
const LATE_UNKNOWN: { readonly [Field in LateUnknown]: true } = {
  activeVisitors: true,
  activeVisitors5m: true,
  funnel: true,
  openCarts: true,
  openCartValueMinor: true,
};

/** A minute's metrics in the place of earlier ones. */
export const minuteUpsert = (site: SiteId, metrics: MinuteMetrics) => {
  const unknown = Object.keys(LATE_UNKNOWN).filter((field) => !Object.hasOwn(metrics, field));
  return {
    filter: { _id: `${site}:${metrics.minute}` },
    update: {
      $set: { ...metrics, siteId: site, minute: new Date(metrics.minute) },
      ...(unknown.length === 0 ? {} : { $unset: Object.fromEntries(unknown.map((field) => [field, ''])) }),
    },
  };
};

/** A sealed day's correction by its order, in the place of an earlier one. */
export const correctionUpsert = (site: SiteId, correction: Correction) => ({
  filter: { _id: `${site}:${correction.day}:${correction.orderId}` },
  update: { $set: { ...correction, siteId: site, at: new Date(correction.at) } },
});
