import { setTimeout as sleep } from 'node:timers/promises';
import type { Days } from '../../web/dashboard/state/ranges.ts';
import { quantile } from '../statistics.ts';

/** What a question took, milliseconds. */
export interface AskedMs {
  /** The same range, one request after another. */
  readonly again: { readonly p50: number; readonly p99: number };
  /** Each time a range that nobody has asked for, in the same process. */
  readonly fresh: readonly number[];
  /** The same range, after more than a second of silence: which pieces there are is read again. */
  readonly afterPause: readonly number[];
}

/** Asks about a range of days. @returns milliseconds */
export type Ask = (days: Days) => Promise<number>;

export interface Asking {
  readonly latest: Days;
  readonly fresh: readonly Days[];
  readonly times: number;
  readonly pauses: number;
}

/** What is known of the pieces is read anew after a second. */
const PAUSE_MS = 1_100;
const WARM_UP_SHARE = 0.1;

const repeated = async (times: number, ask: () => Promise<number>): Promise<number[]> => {
  const all: number[] = [];
  while (all.length < times) all.push(await ask());
  return all;
};

/** Asks the same and other things on a connection. */
export const askedMs = async (ask: Ask, { latest, fresh, times, pauses }: Asking): Promise<AskedMs> => {
  await repeated(Math.ceil(times * WARM_UP_SHARE), () => ask(latest));
  const again = await repeated(times, () => ask(latest));
  const ofFresh: number[] = [];
  for (const days of fresh) ofFresh.push(await ask(days));
  const afterPause = await repeated(pauses, async () => {
    await sleep(PAUSE_MS);
    return ask(latest);
  });
  return { again: { p50: quantile(again, 0.5), p99: quantile(again, 0.99) }, fresh: ofFresh, afterPause };
};
