import { formatDay, formatLongDay, formatMoment, formatTime } from '../format/dates.ts';
import type { Interval, Point, Status } from '../wire.ts';
import type { MetricName } from '../words/metrics.ts';
import { dayReason } from '../words/reasons.ts';
import type { ChartPoint } from './TimeChart.tsx';

const changesOf = (status: Status | undefined): ReadonlyMap<string, string> =>
  new Map([
    ...(status?.recomputed ?? []).map(
      ({ day, reason }) => [day, `Recomputed: ${dayReason(reason)}`] as const,
    ),
    ...(status?.corrected ?? []).map(({ day, reason }) => [day, `Corrected: ${dayReason(reason)}`] as const),
  ]);

/** One metric of the API's points, as a chart shows it on the site's clock. */
export const chartPoints = (
  points: readonly Point[],
  metric: MetricName,
  {
    interval,
    timezone,
    status,
    nowMs,
  }: {
    readonly interval: Interval;
    readonly timezone: string;
    readonly status?: Status | undefined;
    /** Hours after it are not missing: they are yet to come. */
    readonly nowMs: number;
  },
): ChartPoint[] => {
  const changes = changesOf(status);
  const isToCome = ({ at }: Point): boolean => interval === 'hour' && Date.parse(at) > nowMs;
  return points.map((point) => ({
    at: point.at,
    label: interval === 'day' ? formatLongDay(point.at) : formatMoment(point.at, timezone),
    short: interval === 'day' ? formatDay(point.at) : formatTime(point.at, timezone),
    value: isToCome(point) ? null : point[metric],
    provisional: point.provisional,
    missing: point.missing && !isToCome(point),
    changed: changes.get(point.at),
  }));
};
