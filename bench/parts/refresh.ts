import { atFreshPlace, RECORDS, type RecordName } from '../metrics/freshPlace.ts';
import type { Refreshed, TodayJob } from '../metrics/refreshToday.ts';
import type { Amounts } from '../options.ts';
import { startChild } from '../processes/startChild.ts';

/** Milliseconds of one round. */
export interface RefreshRound {
  /** The minute's run, after the writer has stored what happened in that minute. */
  readonly minuteMs: number;
  /** Today's full aggregate. */
  readonly fullMs: number;
  /** Sessions that the minute changed. */
  readonly changed: number;
}

export type RefreshResults = { readonly [name in RecordName]: readonly RefreshRound[] };

/** Rounds before those that count. */
const WARM_UP = 2;

/** What the minute's run costs, beside today's full aggregate in the same process. */
export const measureRefresh = async ({ rounds, todaySessions }: Amounts): Promise<RefreshResults> => {
  const minutes = rounds + WARM_UP;
  const measureRecord = (name: RecordName): Promise<RefreshRound[]> =>
    atFreshPlace(name, async (place) => {
      const child = await startChild<undefined>('metrics/refreshToday.ts');
      try {
        await child.call('open', { ...place, sessions: todaySessions, minutes } satisfies TodayJob);
        await child.call('full');
        const results: RefreshRound[] = [];
        for (let round = 0; round < minutes; round++) {
          const { ms, changed } = await child.call<Refreshed>('minute');
          results.push({ minuteMs: ms, changed, fullMs: await child.call<number>('full') });
        }
        await child.call('close');
        return results.slice(WARM_UP);
      } finally {
        await child.stop();
      }
    });
  const [embedded, secantus] = RECORDS;
  return { embedded: await measureRecord(embedded), secantus: await measureRecord(secantus) };
};
