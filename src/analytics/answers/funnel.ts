import { funnelOf } from '../../domain/metrics/funnelOf.ts';
import type { FunnelAnswer } from '../operations/funnelOperation.ts';
import type { Filter } from '../wire/parameters.ts';
import { type DayRange, rangeOf } from '../wire/rangeOf.ts';
import { ofBoth } from './comparedWith.ts';
import type { Reading } from './Reading.ts';
import { totalsOf } from './totalsOf.ts';

/** How far the sessions of a range, and of the one that it is compared with, came on their way to an order. */
export const funnel = async (
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
): Promise<FunnelAnswer> => {
  const [steps, before] = await ofBoth(range, previous, async (one) =>
    funnelOf((await totalsOf(reading, one, filter)).counts),
  );
  return { range: rangeOf(range), steps, previous: before };
};
