import { short, table } from './markdownTable.ts';
import type { AskedMs } from './metrics/askedMs.ts';
import { RECORDS } from './metrics/freshPlace.ts';
import { QUESTION_NAMES } from './metrics/questions.ts';
import { RECORD_TITLES, SHOP_TITLES } from './metricsFigures.ts';
import type { AggregateResults } from './parts/aggregate.ts';
import { type AnalyticsResults, SHOPS, type ShopRound } from './parts/analytics.ts';
import { median, quantile } from './statistics.ts';

const MIB = 1_024 ** 2;
const NOTHING = '';

/** What reading and aggregating a day takes, by record and by size of the day. */
export const aggregateTable = (results: AggregateResults | undefined): string => {
  if (results === undefined) return NOTHING;
  const rows = RECORDS.flatMap((record) =>
    Object.values(results.records[record]).map(
      ({ sessions, rounds, firstFoldMs, dynaliteMs, peakRssBytes }) => {
        const usASession = (ms: number | undefined): string =>
          ms === undefined ? NOTHING : short((ms * 1_000) / sessions);
        return [
          `${RECORD_TITLES[record]}, ${sessions} sessions`,
          usASession(median(rounds.map(({ findMs }) => findMs))),
          usASession(median(rounds.map(({ aggregateMs }) => aggregateMs))),
          usASession(dynaliteMs),
          usASession(firstFoldMs),
          short(peakRssBytes / MIB),
        ];
      },
    ),
  );
  const head = ['bare find', 'full aggregate', 'into dynalite', 'first, with numbering'];
  return `${table(['a day, us a session', ...head, 'most memory, MiB'], rows)}\n`;
};

const askedRow = (
  title: string,
  asked: readonly AskedMs[],
  cold: readonly number[] | undefined,
): string[] => {
  const fresh = asked.flatMap((one) => [...one.fresh]);
  const changed = asked.flatMap((one) => [...one.changed]);
  return [
    title,
    short(median(asked.map(({ again }) => again.p50))),
    short(median(asked.map(({ again }) => again.p99))),
    short(median(changed)),
    short(Math.max(...changed)),
    short(median(fresh)),
    short(quantile(fresh, 0.99)),
    cold === undefined ? NOTHING : short(median(cold)),
  ];
};

/** What the metrics API answers in, by question and by size of the shop. */
export const analyticsTable = (results: AnalyticsResults | undefined): string => {
  if (results === undefined) return NOTHING;
  const of = (shop: (typeof SHOPS)[number], asked: (round: ShopRound) => AskedMs): AskedMs[] =>
    results.rounds.map((round) => asked(round[shop]));
  const rows = [
    ...QUESTION_NAMES.flatMap((name) =>
      SHOPS.map((shop) =>
        askedRow(
          `\`${name}\`, ${SHOP_TITLES[shop]}`,
          of(shop, ({ questions }) => questions[name]),
          results.cold[shop][name],
        ),
      ),
    ),
    ...SHOPS.map((shop) =>
      askedRow(
        `first view, ${SHOP_TITLES[shop]}`,
        of(shop, ({ firstView }) => firstView),
        undefined,
      ),
    ),
  ];
  const head = ['again p50', 'p99', 'after a change p50', 'slowest', 'another range p50', 'p99'];
  return `${table(['metrics, ms', ...head, 'first of a process'], rows)}\n`;
};
