import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Killed, mortalPorts } from './interruptedPorts.ts';
import { LIFE, live, newShop, undisturbed } from './life.ts';
import { PLANTED_PORTS } from './plantedPorts.ts';
import { MINUTE, type Shop } from './shop.ts';
import { withoutStamps } from './storedMetrics.ts';

const LEASE_MS = MINUTE;
/**
 * At every so many steps, others in each of the life's runs: all of them are some three thousand lives of 0.2 s each.
 * `EVERY_STEP=true` takes them all.
 */
const STRIDE = process.env.EVERY_STEP === 'true' ? 1 : 11;

interface Crash {
  readonly run: number;
  readonly step: number;
}

/** A life in which the process is killed at one step of one run; another process begins the run anew when it may. */
const livedWithCrash = async (
  killed: Crash,
  change: (ports: Shop['ports']) => Shop['ports'] = (ports) => ports,
) => {
  const lived = newShop();
  let runs = 0;
  let steps = 0;
  let aggregator = lived.aggregator(change(lived.ports));
  await live(lived, async (work, visit) => {
    await visit();
    runs += 1;
    if (runs !== killed.run) {
      await work(aggregator, lived);
      return;
    }
    const mortal = mortalPorts(lived.ports, killed.step);
    try {
      await work(lived.aggregator(change(mortal.ports)), lived);
    } catch (error) {
      const errors = error instanceof AggregateError ? error.errors : [error];
      if (!errors.every((one) => one instanceof Killed)) throw error;
    }
    steps = mortal.steps();
    lived.clock.nowMs += LEASE_MS + 1;
    aggregator = lived.aggregator(change(lived.ports));
    await work(aggregator, lived);
  });
  return { metrics: withoutStamps(await lived.metrics(LIFE)), runs, survived: steps < killed.step };
};

/** Every crash of a run that there can be, one after the other, every `stride` steps. */
const crashesIn = async function* (
  run: number,
  stride: number,
  change?: (ports: Shop['ports']) => Shop['ports'],
) {
  for (let step = 1 + (run % stride); ; step += stride) {
    const crashed = await livedWithCrash({ run, step }, change);
    if (crashed.survived) return;
    yield { where: `killed in run ${run} at step ${step}`, metrics: crashed.metrics };
  }
};

describe('an aggregator that is killed before or after any of its calls', () => {
  it('leaves what the next one makes the same metrics of', { timeout: 1_200_000 }, async () => {
    const { metrics } = await undisturbed();
    const { runs } = await livedWithCrash({ run: 0, step: 0 });
    let count = 0;
    for (let run = 1; run <= runs; run += 1) {
      for await (const crashed of crashesIn(run, STRIDE)) {
        expect(crashed.metrics, crashed.where).toEqual(metrics);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(500 / STRIDE);
  });
});

describe('the crashes find an aggregator that', () => {
  it.each(Object.entries(PLANTED_PORTS))('%s', { timeout: 300_000 }, async (_, { run, plant }) => {
    const { metrics } = await undisturbed();
    expect((await livedWithCrash({ run: 0, step: 0 }, plant)).metrics, 'undisturbed').toEqual(metrics);
    const found = async (): Promise<boolean> => {
      for await (const crashed of crashesIn(run, 1, plant)) {
        if (!isDeepStrictEqual(crashed.metrics, metrics)) return true;
      }
      return false;
    };
    expect(await found()).toBe(true);
  });
});
