import type { Figure, Goal } from './Figure.ts';
import type { AskedMs } from './metrics/askedMs.ts';
import { RECORDS, type RecordName } from './metrics/freshPlace.ts';
import { QUESTION_NAMES } from './metrics/questions.ts';
import type { DayResults } from './parts/aggregate.ts';
import { SHOPS, type ShopName, type ShopRound } from './parts/analytics.ts';
import type { Results } from './Results.ts';
import { quantile } from './statistics.ts';

const MIB = 1_024 ** 2;

export const RECORD_TITLES: { readonly [name in RecordName]: string } = {
  embedded: 'embedded record',
  secantus: 'SecantusDB',
};

const DAY_TITLES = { small: '10,000', large: '300,000' } as const;
type Size = keyof typeof DAY_TITLES;
const SIZES = Object.keys(DAY_TITLES) as Size[];

const dayOf = ({ aggregate }: Results, record: RecordName, size: Size): DayResults | undefined =>
  aggregate?.records[record][size];

/** How much longer the large day takes than the small one, round by round; there are fewer of the large. */
const growth =
  (record: RecordName) =>
  (results: Results): number[] => {
    const small = dayOf(results, record, 'small')?.rounds ?? [];
    return (dayOf(results, record, 'large')?.rounds ?? []).flatMap(({ aggregateMs }, round) => {
      const before = small[round];
      return before === undefined ? [] : [aggregateMs / before.aggregateMs];
    });
  };

const AGGREGATE_FIGURES: readonly Figure[] = [
  {
    title: 'the fold alone, a session',
    unit: 'us',
    goal: { atMost: 5 },
    values: ({ aggregate }) => (aggregate?.fold ?? []).map(({ foldUs }) => foldUs),
  },
  ...RECORDS.flatMap((record): Figure[] => [
    ...SIZES.map(
      (size): Figure => ({
        title: `full aggregate of a day vs a bare find, ${DAY_TITLES[size]} sessions, ${RECORD_TITLES[record]}`,
        unit: 'x',
        // In the embedded record a find reads nothing from anywhere: it copies fields within the process.
        ...(record === 'embedded' ? {} : { goal: { atMost: 1.3 } }),
        values: (results) =>
          (dayOf(results, record, size)?.rounds ?? []).map(({ aggregateMs, findMs }) => aggregateMs / findMs),
      }),
    ),
    {
      title: `full aggregate of a day, 300,000 sessions vs 10,000, ${RECORD_TITLES[record]}`,
      unit: 'x',
      goal: { atMost: 33 },
      values: growth(record),
    },
  ]),
  {
    // The embedded record is in the process as a whole, whoever reads it.
    title: 'full aggregate of a day, 300,000 sessions, SecantusDB: most memory of the process',
    unit: 'MiB',
    goal: { atMost: 512 },
    values: (results) => {
      const large = dayOf(results, 'secantus', 'large');
      return large === undefined ? [] : [large.peakRssBytes / MIB];
    },
  },
];

const REFRESH_FIGURES: readonly Figure[] = RECORDS.flatMap((record): Figure[] => {
  const title = `refresh of today, 100,000 sessions so far, ${RECORD_TITLES[record]}`;
  return [
    {
      title: `${title}, vs its full aggregate`,
      unit: 'x',
      goal: { atMost: 0.1 },
      values: ({ refresh }) => (refresh?.[record] ?? []).map(({ minuteMs, fullMs }) => minuteMs / fullMs),
    },
    {
      title,
      unit: 'ms',
      values: ({ refresh }) => (refresh?.[record] ?? []).map(({ minuteMs }) => minuteMs),
    },
  ];
});

export const SHOP_TITLES: { readonly [name in ShopName]: string } = {
  small: '1,000 sessions a day',
  large: '100,000 sessions a day',
};
const QUESTION_GOAL: Goal = { atMost: 10 };
const FIRST_VIEW_GOAL: Goal = { atMost: 25 };
const EQUAL: Goal = { atMost: 1.5 };

/** Of all rounds together: one alone asks for too few. */
const pooled = (
  { analytics }: Results,
  of: (round: { readonly [name in ShopName]: ShopRound }) => readonly number[],
  share: number,
): number[] => {
  const all = (analytics?.rounds ?? []).flatMap((round) => [...of(round)]);
  return all.length === 0 ? [] : [quantile(all, share)];
};

/** Of one question, or of all that the dashboard asks at first. */
const askedFigures = (what: string, of: (round: ShopRound) => AskedMs, goal: Goal): Figure[] => [
  ...SHOPS.flatMap((shop): Figure[] => [
    {
      title: `${what}, ${SHOP_TITLES[shop]}, again: p99`,
      unit: 'ms',
      goal,
      values: ({ analytics }) => (analytics?.rounds ?? []).map((round) => of(round[shop]).again.p99),
    },
    {
      title: `${what}, ${SHOP_TITLES[shop]}, after today changed: slowest`,
      unit: 'ms',
      values: (results) => pooled(results, (round) => of(round[shop]).changed, 1),
    },
    {
      title: `${what}, ${SHOP_TITLES[shop]}, another range each time: p99`,
      unit: 'ms',
      values: (results) => pooled(results, (round) => of(round[shop]).fresh, 0.99),
    },
  ]),
  {
    title: `${what}, 100,000 vs 1,000 sessions a day, again: p50`,
    unit: 'x',
    goal: EQUAL,
    values: ({ analytics }) =>
      (analytics?.rounds ?? []).map(({ small, large }) => of(large).again.p50 / of(small).again.p50),
  },
];

const ANALYTICS_FIGURES: readonly Figure[] = [
  ...QUESTION_NAMES.flatMap((name) =>
    askedFigures(`\`${name}\` over 90 days`, ({ questions }) => questions[name], QUESTION_GOAL),
  ),
  ...askedFigures("the dashboard's first view", ({ firstView }) => firstView, FIRST_VIEW_GOAL),
];

const YEAR = 'exact uniques over 365 days of 10,000 visitors a day';
const uniquesAt =
  (share: number) =>
  ({ uniques }: Results): number[] =>
    (uniques?.rounds ?? []).map((round) => quantile(round, share));

const UNIQUES_FIGURES: readonly Figure[] = [
  { title: `${YEAR}, another year each time: p50`, unit: 'ms', values: uniquesAt(0.5) },
  {
    title: `${YEAR}, another year each time: slowest`,
    unit: 'ms',
    goal: { atMost: 50 },
    values: uniquesAt(1),
  },
  {
    title: `${YEAR}, first request of a process`,
    unit: 'ms',
    values: ({ uniques }) => uniques?.cold ?? [],
  },
];

const SIMULATE_FIGURES: readonly Figure[] = [
  {
    title: 'simulation of 100,000 sessions: requests a second',
    unit: '',
    values: ({ simulate }) => (simulate ? [simulate.requestsPerSecond] : []),
  },
  {
    title: 'simulation of 100,000 sessions vs a load of page views on `/track` alone: requests a second',
    unit: 'x',
    values: ({ simulate }) =>
      (simulate?.rawPerSecond ?? []).map((raw) => (simulate?.requestsPerSecond ?? 0) / raw),
  },
  {
    title: 'simulation of 100,000 sessions: its first aggregate',
    unit: 's',
    goal: { atMost: 30 },
    values: ({ simulate }) => (simulate ? [simulate.aggregateMs / 1_000] : []),
  },
  {
    title: 'simulation of 100,000 sessions: all of it aggregated once more',
    unit: 's',
    values: ({ simulate }) => (simulate ? [simulate.againMs / 1_000] : []),
  },
];

/** The figures of the numbers: what aggregating costs, and how soon the metrics are there. */
export const METRICS_FIGURES: readonly Figure[] = [
  ...AGGREGATE_FIGURES,
  ...REFRESH_FIGURES,
  ...ANALYTICS_FIGURES,
  ...UNIQUES_FIGURES,
  ...SIMULATE_FIGURES,
];
