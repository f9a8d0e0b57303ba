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
  /** The same sessions read, and nothing computed. */
  readonly findMs: number;
}

export interface DayResults {
  readonly sessions: number;
  /** The first aggregate of all, which numbers the visitors; absent where they were numbered when they were put in. */
  readonly firstFoldMs?: number;
  /** The full aggregate once more, its metrics kept by dynalite in the same process: of the embedded record, which it goes with. */
  readonly dynaliteMs?: number;
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

const timeDay = async (
  child: Child<undefined>,
  { job, rounds, dynalite }: { readonly job: FillJob; readonly rounds: number; readonly dynalite: boolean },
) => {
  const filled = await child.call<Filled>('fill', job);
  const aggregate = (store: StoreName) => child.call<number>('aggregate', store);
  const ways = [
    { name: 'aggregateMs', run: () => aggregate('memory') },
    { name: 'findMs', run: () => child.call<number>('find') },
  ] as const;
  // Whatever is done for the first time is not what is compared.
  const firstMs = await aggregate('memory');
  await child.call('find');

  const times: DayRound[] = [];
  for (let round = 0; round < rounds; round++) {
    const ofRound = { aggregateMs: 0, findMs: 0 };
    for (const { name, run } of rotated(ways, round)) ofRound[name] = await run();
    times.push(ofRound);
  }
  const state = await child.call<AggregationState>('state');
  if (dynalite) await aggregate('dynalite');
  const dynaliteMs = dynalite ? await aggregate('dynalite') : undefined;
  return { filled, firstMs, times, dynaliteMs, state };
};

const measureDay = (name: RecordName, job: FillJob, rounds: number): Promise<DayResults> =>
  atFreshPlace(name, async (place) => {
    const { filled, firstMs, times, dynaliteMs, state } = await withAggregating(place, (child) =>
      timeDay(child, { job, rounds, dynalite: name === 'embedded' }),
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
      ...(dynaliteMs === undefined ? {} : { dynaliteMs }),
      rounds: times,
      peakRssBytes,
    };
  });

/** What a day's full aggregate costs, beside a bare read of the same sessions by the same driver. */
export const measureAggregate = async (
  { rounds, largeRounds, daySessions, foldedSessions }: Amounts,
  log: (line: string) => void,
): Promise<AggregateResults> => {
  const measureLoudly = async (name: RecordName, job: FillJob, times: number): Promise<DayResults> => {
    const day = await measureDay(name, job, times);
    const seconds = day.rounds.map(({ aggregateMs, findMs }) =>
      [aggregateMs, findMs].map((ms) => (ms / 1_000).toFixed(2)).join(' vs '),
    );
    log(`  ${name}, ${job.sessions} sessions: ${seconds.join(', ')} s`);
    return day;
  };
  const measureRecord = async (name: RecordName) => {
    const small = await measureLoudly(name, { sessions: daySessions.small, noted: false }, rounds);
    // SecantusDB makes 1,500 upserts a second: it would number so many visitors for eight minutes.
    const noted = name === 'secantus';
    const large = await measureLoudly(name, { sessions: daySessions.large, noted }, largeRounds);
    return { small, large };
  };
  return {
    fold: foldSessions({ rounds, sessions: foldedSessions }),
    records: { embedded: await measureRecord('embedded'), secantus: await measureRecord('secantus') },
  };
};
