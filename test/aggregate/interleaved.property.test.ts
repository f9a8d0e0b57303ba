import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AggregatorDependencies } from '../../src/aggregate/createAggregator.ts';
import { pieceKey, yearOfPiece } from '../../src/domain/metrics/pieceKey.ts';
import { interruptedPorts } from './interruptedPorts.ts';
import { LIFE, live, newShop, undisturbed } from './life.ts';
import { MINUTE } from './shop.ts';
import { withoutStamps } from './storedMetrics.ts';

type Ports = Pick<AggregatorDependencies, 'record' | 'ledger' | 'store'>;

const LEASE_MS = MINUTE;
const COMMAND_MS = 1;
const SCHEDULES = process.env.CI === 'true' ? 40 : 15;

/**
 * A life in which each run is two processes' at once, in any order of their steps. Between a step's work and its answer a
 * process may sleep, past the end of its lease too: it wakes up as a zombie.
 */
const livedByTwo = async (
  scheduler: fc.Scheduler,
  sleeps: ReadonlySet<number>,
  change: (ports: Ports) => Ports = (ports) => ports,
) => {
  const lived = newShop();
  let steps = 0;
  const asleep = () =>
    interruptedPorts(change(lived.ports), {
      before: async () => undefined,
      after: async ({ name }) => {
        await scheduler.schedule(Promise.resolve(), name);
        steps += 1;
        lived.clock.nowMs += sleeps.has(steps) ? LEASE_MS + 1 : COMMAND_MS;
      },
    });
  const processes = [lived.aggregator(asleep()), lived.aggregator(asleep())];
  const next = lived.aggregator(change(lived.ports));
  await live(lived, async (work, visit) => {
    const writer = scheduler.schedule(Promise.resolve(), 'the writer').then(visit);
    await scheduler.waitFor(Promise.all([...processes.map((process) => work(process, lived)), writer]));
    // Where both lost the lease, the next scheduled run does what there was to do.
    lived.clock.nowMs += LEASE_MS + 1;
    await work(next, lived);
  });
  return withoutStamps(await lived.metrics(LIFE));
};

/** After which of all steps a process sleeps. */
const sleeps = fc.uniqueArray(fc.nat({ max: 2_500 }), { maxLength: 12 }).map((steps) => new Set(steps));

const sameAs = (metrics: Awaited<ReturnType<typeof livedByTwo>>, change?: (ports: Ports) => Ports) =>
  fc.asyncProperty(fc.scheduler(), sleeps, async (scheduler, slept) => {
    expect(await livedByTwo(scheduler, slept, change)).toEqual(metrics);
  });

/** Whoever asks gets the lease, and whoever writes is the last. */
const unguarded = ({ ledger, store, record }: Ports): Ports => {
  const anybody = { owner: 'anybody', fence: 1 };
  return {
    record,
    ledger: {
      ...ledger,
      acquire: async ({ site }) => ({ site, ...anybody }),
      renew: async () => undefined,
      release: async () => undefined,
      saveState: async ({ site }, state) => {
        const lease = await ledger.acquire({ site, owner: 'anybody', nowMs: 0, leaseMs: 1 });
        if (lease !== undefined) await ledger.saveState(lease, state);
      },
    },
    store: {
      ...store,
      writePiece: async (site, { id, stamp, sections }, { expiresAtMs }) => {
        const { pieces, hours } = await store.heads(site, {
          years: [yearOfPiece(id)],
          hoursOf: id.kind === 'hour' ? [id.day] : [],
        });
        const before = (id.kind === 'hour' ? hours : pieces).get(pieceKey(id));
        const version = (before?.stamp.version ?? 0) + 1;
        await store.writePiece(
          site,
          { id, stamp: { ...stamp, version }, sections },
          { fence: 1, ...(expiresAtMs === undefined ? {} : { expiresAtMs }) },
        );
      },
    },
  };
};

describe('two aggregators at once, each of which may sleep past its lease and wake up', () => {
  it(`leave the metrics of one that is alone (${SCHEDULES} schedules)`, { timeout: 600_000 }, async () => {
    const { metrics } = await undisturbed();
    await fc.assert(sameAs(metrics), { numRuns: SCHEDULES });
  });

  it('would not without leases and fences: the schedules find it', { timeout: 600_000 }, async () => {
    const { metrics } = await undisturbed();
    const found = await fc.check(sameAs(metrics, unguarded), {
      seed: 20_261_122,
      numRuns: 200,
      endOnFailure: true,
    });
    expect(String(found.errorInstance)).toContain('to deeply equal');
  });
});
