import type { Goal } from './Figure.ts';
import { FIGURES, meets } from './figures.ts';
import { type Machine, told } from './machine.ts';
import { short, table } from './markdownTable.ts';
import { aggregateTable, analyticsTable } from './metricsTables.ts';
import type { Amounts } from './options.ts';
import type { HttpRound } from './parts/http.ts';
import type { Measure, ServerMeasures } from './parts/measureServer.ts';
import { SERVERS, type ServerName } from './parts/servers.ts';
import type { Results } from './Results.ts';
import { median, summarize } from './statistics.ts';

/** One run, as it is kept: what was measured, on what, and what comes of it. */
export interface Report {
  readonly at: string;
  readonly quick: boolean;
  readonly machine: Machine;
  readonly amounts: Amounts;
  /** Parts that this machine lacks a server for. */
  readonly skipped: readonly string[];
  /** Parts that could not be measured, and why. */
  readonly failed: readonly string[];
  /** Measurements that did not count, and why; each was repeated. */
  readonly invalid: readonly string[];
  readonly figures: readonly ReportedFigure[];
  /** The raw values of every round. */
  readonly results: Results;
}

export interface ReportedFigure {
  readonly title: string;
  readonly unit: string;
  readonly goal?: Goal;
  readonly median: number;
  readonly values: readonly number[];
  /** Of the median; absent where there is no goal. */
  readonly met?: boolean;
}

/** The figures that were measured, each with its verdict. */
export const reportedFigures = (results: Results): ReportedFigure[] =>
  FIGURES.flatMap(({ title, unit, goal, values: valuesOf }) => {
    const values = valuesOf(results);
    if (values.length === 0) return [];
    const middle = median(values);
    const verdict = goal === undefined ? {} : { goal, met: meets(goal, middle) };
    return [{ title, unit, median: middle, values, ...verdict }];
  });

const withUnit = (value: number, unit: string): string =>
  `${short(value)}${unit === 'x' || unit === '' ? unit : ` ${unit}`}`;

const goalText = (goal: Goal | undefined): string => {
  if (goal === undefined) return '';
  return 'atLeast' in goal ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`;
};

const verdictText = ({ goal, met, median: value }: ReportedFigure): string => {
  if (goal === undefined) return '';
  const bound = 'atLeast' in goal ? goal.atLeast : goal.atMost;
  return met ? 'met' : `**falls short**: ${short(value / bound)}x the goal`;
};

const figuresTable = (figures: readonly ReportedFigure[]): string =>
  table(
    ['figure', 'median', 'goal', '', 'rounds'],
    figures.map((figure) => [
      figure.title,
      withUnit(figure.median, figure.unit),
      goalText(figure.goal),
      verdictText(figure),
      figure.values.map(short).join(', '),
    ]),
  );

const LOADS: { readonly [Load in keyof ServerMeasures]-?: string } = {
  returning: 'returning, 64 connections',
  alone: 'returning, 1 connection',
  first: 'first visit, 64 connections',
};

const loadTable = (rounds: readonly HttpRound[], load: keyof ServerMeasures): string => {
  const rows = (Object.keys(SERVERS) as ServerName[]).flatMap((name) => {
    const measures = rounds.flatMap((round) => round[name]?.[load] ?? []);
    if (measures.length === 0) return [];
    const of = (figure: keyof Measure) => summarize(measures.map((measure) => measure[figure]));
    const rates = of('requestsPerSecond');
    return [
      [
        SERVERS[name].title,
        short(rates.median),
        `${short(rates.min)} to ${short(rates.max)}`,
        short(of('cpuMicrosPerRequest').median),
        short(of('p50Ms').median),
        short(of('p99Ms').median),
      ],
    ];
  });
  return rows.length === 0
    ? ''
    : `${table([LOADS[load], 'requests/s', 'rounds', 'CPU us a request', 'p50 ms', 'p99 ms'], rows)}\n`;
};

/** The run in Markdown, for people. */
export const markdown = (report: Report): string => {
  const { machine, quick, amounts, skipped, failed, invalid, figures, results } = report;
  return [
    `${told(machine)} at the start; ${amounts.rounds} rounds`,
    ...(quick ? ['**A quick run: its figures are worth nothing.**'] : []),
    ...skipped.map((reason) => `**Skipped:** ${reason}`),
    ...failed.map((reason) => `**Failed:** ${reason}`),
    figuresTable(figures),
    ...(Object.keys(LOADS) as (keyof ServerMeasures)[]).map((load) => loadTable(results.http ?? [], load)),
    aggregateTable(results.aggregate),
    analyticsTable(results.analytics),
    ...invalid.map((reason) => `Measured again, because invalid: ${reason}`),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
};
