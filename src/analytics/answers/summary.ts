import { metricsOf } from '../../domain/metrics/metricsOf.ts';
import type { SummaryAnswer } from '../operations/summaryOperation.ts';
import type { Filter } from '../wire/parameters.ts';
import { type DayRange, rangeOf } from '../wire/rangeOf.ts';
import { ofBoth } from './comparedWith.ts';
import type { Reading } from './Reading.ts';
import { statusOf } from './statusOf.ts';
import { totalsOf } from './totalsOf.ts';

/** The headline numbers of a range, and of the one that it is compared with. */
export const summary = async (
  reading: Reading,
  {
    range,
    previous,
    filter,
  }: {
    readonly range: DayRange;
    readonly previous: DayRange | undefined;
    readonly filter: Filter | undefined;
  },
): Promise<SummaryAnswer> => {
  const { site } = reading;
  const [current, before] = await ofBoth(range, previous, (one) => totalsOf(reading, one, filter));
  return {
    site: site.id,
    currency: site.currency,
    timezone: site.timezone,
    range: rangeOf(range),
    previousRange: previous === undefined ? null : rangeOf(previous),
    current: metricsOf(current),
    previous: before === null ? null : metricsOf(before),
    status: statusOf(reading, range, current),
  };
};
