import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What is measured where nothing is said. */
const DEFAULT_PARTS = [
  'track',
  'middleware',
  'hits',
  'writer',
  'coldstart',
  'aggregate',
  'refresh',
  'analytics',
  'uniques',
] as const;
/** What can be measured alone, by `--only`; a simulation takes longer than all else together. */
export const PARTS = [...DEFAULT_PARTS, 'simulate'] as const;
export type Part = (typeof PARTS)[number];

/** How much is measured. Durations are of each load on each server in each round. */
export interface Amounts {
  readonly rounds: number;
  /** Returning visitors, shared out among the connections: so many that none of their sessions comes to its 2,000 events. */
  readonly visitors: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
  /** Requests of each kind in a round of `hits`. */
  readonly hits: number;
  readonly coldStarts: number;
  readonly writerBatches: number;
  /** Sessions whose fold alone is measured. */
  readonly foldedSessions: number;
  /** Sessions of the days that are aggregated. */
  readonly daySessions: { readonly small: number; readonly large: number };
  /** Of the large day: reading it once takes SecantusDB some ten seconds. */
  readonly largeRounds: number;
  /** Sessions of today, when it is refreshed. */
  readonly todaySessions: number;
  /** Sessions a day of the shops whose metrics are asked for. */
  readonly shopSessions: { readonly small: number; readonly large: number };
  /** Times that each question is asked on one connection in a round. */
  readonly questions: number;
  /** Of these so many over a range that nobody has asked for before. */
  readonly freshRanges: number;
  /** Times that it is asked in a round after today's numbers changed. */
  readonly changes: number;
  /** Fresh processes whose first request is measured, for each question. */
  readonly coldQuestions: number;
  readonly visitorsPerDay: number;
  readonly simulated: { readonly days: number; readonly sessionsPerDay: number };
}

const FULL: Amounts = {
  rounds: 5,
  visitors: 256,
  warmUpMs: 2_000,
  measuredMs: 2_000,
  hits: 200,
  coldStarts: 15,
  writerBatches: 4,
  foldedSessions: 100_000,
  daySessions: { small: 10_000, large: 300_000 },
  largeRounds: 3,
  todaySessions: 100_000,
  shopSessions: { small: 1_000, large: 100_000 },
  questions: 500,
  freshRanges: 20,
  changes: 2,
  coldQuestions: 3,
  visitorsPerDay: 10_000,
  simulated: { days: 90, sessionsPerDay: 1_112 },
};

/** Enough to see that everything runs; its figures are worth nothing. */
const QUICK: Amounts = {
  rounds: 1,
  visitors: 64,
  // A cold AWS SDK does not answer 64 connections in less.
  warmUpMs: 1_000,
  measuredMs: 300,
  hits: 20,
  coldStarts: 2,
  writerBatches: 1,
  foldedSessions: 2_000,
  daySessions: { small: 200, large: 1_000 },
  largeRounds: 1,
  todaySessions: 2_000,
  shopSessions: { small: 20, large: 200 },
  questions: 20,
  freshRanges: 5,
  changes: 1,
  coldQuestions: 1,
  visitorsPerDay: 50,
  simulated: { days: 2, sessionsPerDay: 30 },
};

export interface BenchOptions {
  readonly parts: ReadonlySet<Part>;
  readonly quick: boolean;
  readonly amounts: Amounts;
  /** Where the results go, as JSON. */
  readonly out: string;
}

export const USAGE = `node bench/run.ts [--rounds 5] [--only ${PARTS.join(',')}] [--quick] [--out file.json]`;

const isPart = (text: string): text is Part => (PARTS as readonly string[]).includes(text);

/** @throws Error with the usage where an argument is not understood */
export const parseOptions = (args: readonly string[]): BenchOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const amounts = values.quick ? QUICK : FULL;
  const rounds = values.rounds === undefined ? amounts.rounds : Number(values.rounds);
  const parts = values.only?.split(',') ?? DEFAULT_PARTS;
  if (!Number.isSafeInteger(rounds) || rounds < 1 || !parts.every(isPart)) throw new Error(USAGE);
  return {
    parts: new Set(parts.filter(isPart)),
    quick: values.quick,
    amounts: { ...amounts, rounds },
    out: values.out ?? join(import.meta.dirname, 'results', values.quick ? 'quick.json' : 'latest.json'),
  };
};
