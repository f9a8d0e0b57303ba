import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What can be measured alone, by `--only`. */
export const PARTS = ['track', 'middleware', 'hits', 'writer', 'coldstart'] as const;
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
}

const FULL: Amounts = {
  rounds: 5,
  visitors: 256,
  warmUpMs: 2_000,
  measuredMs: 2_000,
  hits: 200,
  coldStarts: 15,
  writerBatches: 4,
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
  const parts = values.only?.split(',') ?? PARTS;
  if (!Number.isSafeInteger(rounds) || rounds < 1 || !parts.every(isPart)) throw new Error(USAGE);
  return {
    parts: new Set(parts.filter(isPart)),
    quick: values.quick,
    amounts: { ...amounts, rounds },
    out: values.out ?? join(import.meta.dirname, 'results', values.quick ? 'quick.json' : 'latest.json'),
  };
};
