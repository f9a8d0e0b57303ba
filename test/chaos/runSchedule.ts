import { EVENTS } from '../../src/adapters/mongodb/indexes.ts';
import type { Aggregator } from '../../src/aggregate/createAggregator.ts';
import type { Breach } from './Breach.ts';
import { createClients } from './clients.ts';
import type { FiredFault } from './faults.ts';
import { breachesOf } from './invariants.ts';
import { keyedChance } from './keyedChance.ts';
import { createOracle } from './oracle.ts';
import { type Deed, HORIZON_MS, type Mishap, planOf, START_MS } from './plan.ts';
import type { Plant } from './processes.ts';
import { SITE } from './shop.ts';
import { createTimeline } from './timeline.ts';
import { virtualGlobals } from './virtualGlobals.ts';
import { warmUp } from './warmUp.ts';
import { createWorld } from './world.ts';

const MINUTE_MS = 60_000;
/** Longer than a lease, than an order is postponed, and than the aggregators put off hours that are long past. */
const SETTLING_MS = 11 * MINUTE_MS;

export interface Schedule {
  readonly seed: string;
  /** Ids of deeds and mishaps, and names of calls, that are left out: the others stay as they are. */
  readonly without?: ReadonlySet<string>;
  readonly plant?: Plant;
}

export interface Outcome {
  readonly breaches: readonly Breach[];
  /** What was in the schedule, of which each may be left out. */
  readonly deeds: readonly Deed[];
  readonly mishaps: readonly Mishap[];
  readonly fired: readonly FiredFault[];
  /** Every call of a store, when it was made (milliseconds from the start) and what befell it. */
  readonly trace: readonly string[];
  readonly accepted: number;
  readonly stored: number;
}

/** Lives through one schedule in virtual time, and looks at what is left of it. The same schedule does the same again. */
export const runSchedule = async ({ seed, without = new Set(), plant = {} }: Schedule): Promise<Outcome> => {
  await warmUp();
  const chanceOf = keyedChance(seed);
  const plan = planOf(chanceOf);
  const deeds = plan.deeds.filter(({ id }) => !without.has(id));
  const mishaps = plan.mishaps.filter(({ id }) => !without.has(id));
  const timeline = createTimeline(START_MS - MINUTE_MS, HORIZON_MS + 24 * 60 * MINUTE_MS);
  const oracle = createOracle();
  const restoreGlobals = virtualGlobals(timeline, chanceOf);
  // Faults are errors, thousands of them; nobody reads where they were made.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const restore = (): void => {
    Error.stackTraceLimit = stackTraceLimit;
    restoreGlobals();
  };
  try {
    const world = await createWorld({ timeline, chanceOf, mishaps, without, plant });
    const clients = createClients(world, oracle, plant.request ?? ((request) => request));
    const until = (ms: number): Promise<void> => {
      let isOver = false;
      timeline.after(ms - timeline.nowMs(), () => {
        isOver = true;
      });
      return timeline.run(() => isOver);
    };
    const done = async (work: Promise<unknown>): Promise<void> => {
      let isOver = false;
      const settled = work.finally(() => {
        isOver = true;
      });
      await timeline.run(() => isOver);
      await settled;
    };
    for (const deed of deeds) {
      timeline.after(deed.atMs - timeline.nowMs(), () => void clients.do(deed));
    }
    await until(HORIZON_MS);
    world.rest();
    const isIdle = (): boolean =>
      !clients.isBusy() && world.queue.waiting() === 0 && world.batchesRunning() === 0;
    const last = (what: string, run: (aggregator: Aggregator) => Promise<unknown>): Promise<void> =>
      done(world.onAggregator('aggregator-1', what, run));

    /** Everybody comes to an end, and the aggregators have the last word. */
    const settle = async (): Promise<void> => {
      await timeline.run(isIdle);
      // A killed run's lease ends, orders that were postponed have their turn, and what those tell comes to the record.
      await until(timeline.nowMs() + SETTLING_MS);
      await last('last orders', (one) => one.minute(SITE));
      await timeline.run(isIdle);
      await until(timeline.nowMs() + SETTLING_MS);
      await last('last midnight', (one) => one.midnight(SITE));
      await last('last minute', (one) => one.minute(SITE));
    };
    // Nothing fails any more: whatever fails now is a mistake.
    const stuck = await settle().then(
      (): Breach[] => [],
      (error: unknown) => [`stuck: ${error}`],
    );
    restore();
    const accepted = [...oracle.events.values()].filter((event) => event.accepted).length;
    return {
      breaches: [...stuck, ...(await breachesOf(world, oracle))],
      deeds,
      mishaps,
      fired: world.faults.fired,
      trace: world.trace,
      accepted,
      stored: await world.db.collection(EVENTS).countDocuments({}),
    };
  } finally {
    restore();
  }
};
