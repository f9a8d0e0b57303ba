import type { Days } from '../../web/dashboard/state/ranges.ts';
import { quantile } from '../statistics.ts';

/** What a question took, milliseconds. */
export interface AskedMs {
  /** The same range, one request after another. */
  readonly again: { readonly p50: number; readonly p99: number };
  /** The same range, each time after today's hours were written again: what a dashboard that is left open asks. */
  readonly changed: readonly number[];
  /** Each time a range that nobody has asked for, in the same process. */
  readonly fresh: readonly number[];
}

/** Asks about a range of days. @returns milliseconds */
export type Ask = (days: Days) => Promise<number>;

export interface Asking {
  readonly latest: Days;
  readonly fresh: readonly Days[];
  readonly times: number;
  readonly changes: number;
  /** Writes today's hours again. */
  readonly change: () => Promise<void>;
}

const WARM_UP_SHARE = 0.1;

const repeated = async (times: number, ask: () => Promise<number>): Promise<number[]> => {
  const all: number[] = [];
  while (all.length < times) all.push(await ask());
  return all;
};

/** Asks the same and other things. What is new to the process comes last: it takes the place of what was asked before. */
export const askedMs = async (
  ask: Ask,
  { latest, fresh, times, changes, change }: Asking,
): Promise<AskedMs> => {
  await repeated(Math.ceil(times * WARM_UP_SHARE), () => ask(latest));
  const again = await repeated(times, () => ask(latest));
  const changed = await repeated(changes, async () => {
    await change();
    return ask(latest);
  });
  const ofFresh: number[] = [];
  for (const days of fresh) ofFresh.push(await ask(days));
  return { again: { p50: quantile(again, 0.5), p99: quantile(again, 0.99) }, changed, fresh: ofFresh };
};
