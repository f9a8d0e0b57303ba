import type { AggregationState } from '../../src/ports/AggregationLedger.ts';
import type { FillJob, StoreName } from '../metrics/aggregateDay.ts';
import type { Filled } from '../metrics/fillRecord.ts';
import { type FoldRound, foldSessions } from '../metrics/foldSessions.ts';
import { atFreshPlace, type FreshPlace, type RecordName } from '../metrics/freshPlace.ts';
import type { Amounts } from '../options.ts';
import { type Child, startChild } from '../processes/startChild.ts';
import { rotated } from '../statistics.ts';

/** Milliseconds of one round. */
export interface DayRound {
  /** The day's full aggregate, its metrics kept in memory. */
  readonly aggregateMs: number;
  /** The same, its metrics kept by dynalite in the same process. */
  readonly dynaliteMs: number;
  /** The same sessions read, and nothing computed. */
  readonly findMs: number;
}

export interface DayResults {
  readonly sessions: number;
  /** The first aggregate of all, which numbers the visitors; absent where they were numbered when they were put in. */
  readonly firstFoldMs?: number;
  readonly rounds: readonly DayRound[];
  /** Of another process, which does nothing but aggregate this day once. Its record is in it where that is embedded. */
  readonly peakRssBytes: number;
}

export interface AggregateResults {
  readonly fold: readonly FoldRound[];
  readonly records: {
    readonly [name in RecordName]: { readonly small: DayResults; readonly large: DayResults };
  };
}

const withAggregating = async <T>(
  place: FreshPlace,
  use: (child: Child<undefined>) => Promise<T>,
): Promise<T> => {
  const child = await startChild<undefined>('metrics/aggregateDay.ts');
  try {
    await child.call('open', place);
    const result = await use(child);
    await child.call('close');
    return result;
  } finally {
    await child.stop();
  }
};

const timeDay = async (child: Child<undefined>, job: FillJob, rounds: number) => {
  const filled = await child.call<Filled>('fill', job);
  const aggregate = (store: StoreName) => child.call<number>('aggregate', store);
  const ways = [
    { name: 'aggregateMs', run: () => aggregate('memory') },
    { name: 'dynaliteMs', run: () => aggregate('dynalite') },
    { name: 'findMs', run: () => child.call<number>('find') },
  ] as const;
  const firstMs = await aggregate('memory');
  // Whatever is done for the first time is not what is compared.
  for (const { run } of ways) await run();

  const times: DayRound[] = [];
  for (let round = 0; round < rounds; round++) {
    const ofRound = { aggregateMs: 0, dynaliteMs: 0, findMs: 0 };
    for (const { name, run } of rotated(ways, round)) ofRound[name] = await run();
    times.push(ofRound);
  }
  return { filled, firstMs, times, state: await child.call<AggregationState>('state') };
};

const measureDay = (name: RecordName, job: FillJob, rounds: number): Promise<DayResults> =>
  atFreshPlace(name, async (place) => {
    const { filled, firstMs, times, state } = await withAggregating(place, (child) =>
      timeDay(child, job, rounds),
    );
    const peakRssBytes = await withAggregating(place, async (child) => {
      await child.call('expect', filled);
      await child.call('setState', state);
      await child.call('aggregate', 'memory');
      return child.call<number>('peakRssBytes');
    });
    return {
      sessions: job.sessions,
      ...(job.noted ? {} : { firstFoldMs: firstMs }),
      rounds: times,
      peakRssBytes,
    };
  });

/** What a day's full aggregate costs, beside a bare read of the same sessions by the same driver. */
export const measureAggregate = async (
  { rounds, largeRounds, daySessions, foldedSessions }: Amounts,
  log: (line: string) => void,
): Promise<AggregateResults> => {
  const measureRecord = async (name: RecordName) => {
    log(`  ${name}, ${daySessions.small} sessions`);
    const small = await measureDay(name, { sessions: daySessions.small, noted: false }, rounds);
    log(`  ${name}, ${daySessions.large} sessions`);
    // SecantusDB makes 1,500 upserts a second: it would number so many visitors for eight minutes.
    const noted = name === 'secantus';
    const large = await measureDay(name, { sessions: daySessions.large, noted }, largeRounds);
    return { small, large };
  };
  return {
    fold: foldSessions({ rounds, sessions: foldedSessions }),
    records: { embedded: await measureRecord('embedded'), secantus: await measureRecord('secantus') },
  };
};
