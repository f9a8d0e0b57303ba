import { METRICS, type MetricName } from '../words/metrics.ts';
import { formatDuration } from './durations.ts';
import { formatMoney } from './money.ts';
import { formatCompact, formatCount, formatRate, formatRateTick, formatTick } from './numbers.ts';

/** What stands where there is no number. */
export const NO_NUMBER = '–';

/** How large the place is: a headline, a table's cell, a chart's axis. */
export type Place = 'headline' | 'cell' | 'axis';

/**
 * A metric as people read it, in the browser's locale.
 * @param currency ISO 4217; money is in its minor units
 */
export const formatMetric = (
  name: MetricName,
  value: number | null | undefined,
  currency: string,
  place: Place = 'cell',
): string => {
  if (value === null || value === undefined) return NO_NUMBER;
  const { kind } = METRICS[name];
  if (kind === 'rate') return place === 'axis' ? formatRateTick(value) : formatRate(value);
  if (kind === 'duration') return formatDuration(value);
  if (kind === 'money') {
    if (place === 'axis') return formatMoney(value, currency, 'short');
    const isHeadlineSum = place === 'headline' && name === 'revenue';
    return formatMoney(value, currency, isHeadlineSum ? 'whole' : 'exact');
  }
  if (place === 'axis') return formatTick(value);
  return place === 'headline' ? formatCompact(value) : formatCount(value);
};

/** By how much a number has changed, as a fraction; `undefined` where there was nothing before. */
export const changeOf = (
  current: number | null | undefined,
  previous: number | null | undefined,
): number | undefined =>
  current === null || current === undefined || !previous
    ? undefined
    : (current - previous) / Math.abs(previous);
