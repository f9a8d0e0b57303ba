import { AsyncLocalStorage } from 'node:async_hooks';
import type { KeyedChance } from './keyedChance.ts';
import type { Place } from './plan.ts';

/**
 * What befalls one call of a store. `refused`: nothing is done. `unanswered`: it is done, and the caller is told of an error.
 * `late`: it is done long after it was asked for. `slow`: its answer is late. `torn`: the first half of a batch is done, and the
 * caller is told of an error. `raced`: others come between the halves of a batch, and between the look and the insert of an upsert.
 * `killed before` and `killed after`: the caller's process ends before it has asked, or once it is done.
 */
export const FAULTS = [
  'refused',
  'unanswered',
  'late',
  'slow',
  'torn',
  'raced',
  'killed before',
  'killed after',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Of ten thousand calls, where a schedule has that kind at all. */
const AT_MOST: { readonly [F in Fault]: number } = {
  refused: 80,
  unanswered: 120,
  late: 60,
  slow: 300,
  torn: 400,
  raced: 2_000,
  'killed before': 60,
  'killed after': 100,
};

/** How many times as long as the fastest call's the slowest one's way is, where nothing befalls it. */
const SPREAD: { readonly [P in Place]: number } = { redis: 100, record: 1_000, queue: 1_000, metrics: 300 };

/** How a call goes. */
export interface Fate {
  /** Of the call: what runs, the store, the command, and which of its calls of that command it is. */
  readonly name: string;
  readonly fault: Fault | undefined;
  /** How long it is on its way to the store, and its answer on the way back. */
  readonly thereMs: number;
  readonly backMs: number;
  /** How long what is raced or torn waits in between. */
  readonly betweenMs: number;
}

/** What runs, by name: its calls are numbered, so that each has a name of its own. */
interface Task {
  readonly name: string;
  readonly calls: Map<string, number>;
}

export interface FiredFault {
  /** Of the call. */
  readonly name: string;
  readonly fault: Fault;
}

/** Some schedules have no crash, some no race: a fault hides others where it is everywhere. */
const kindsOf = (chanceOf: KeyedChance): ReadonlyMap<Fault, number> => {
  const random = chanceOf('kinds of faults');
  return new Map(
    FAULTS.flatMap((fault) =>
      random.chance(0.5) ? [[fault, AT_MOST[fault] / random.int(1, 4)] as const] : [],
    ),
  );
};

const IN_PEACE = { fault: undefined, thereMs: 0.3, backMs: 0.3, betweenMs: 0 } as const;

/**
 * Decides how each call goes, by the name of what calls and by which of its calls it is.
 * @param without calls that go well whatever was drawn for them
 */
export const createFaults = (chanceOf: KeyedChance, without: ReadonlySet<string>) => {
  const tasks = new AsyncLocalStorage<Task>();
  const kinds = kindsOf(chanceOf);
  const fired: FiredFault[] = [];
  let atPeace = false;

  const faultOf = (roll: number): Fault | undefined => {
    let left = roll;
    for (const [fault, share] of kinds) {
      left -= share;
      if (left < 0) return fault;
    }
    return undefined;
  };

  return {
    fired,
    /** No more faults from here on. */
    rest: () => {
      atPeace = true;
    },
    /** Runs something under a name. */
    run: <T>(name: string, body: () => T): T => tasks.run({ name, calls: new Map() }, body),
    fateOf: (place: Place, label: string, mayFail: (fault: Fault) => boolean): Fate => {
      const task = tasks.getStore();
      const nth = (task?.calls.get(label) ?? 0) + 1;
      task?.calls.set(label, nth);
      const name = `${task?.name ?? 'nobody'} / ${place} ${label} ${nth}`;
      if (atPeace) return { name, ...IN_PEACE };
      const random = chanceOf(name);
      // Most are fast, few slow, so that any two calls may overtake each other: log-uniform, as far as the place's budget allows.
      const jitter = (): number => 0.1 * SPREAD[place] ** (random.int(0, 1_000) / 1_000);
      const drawn = faultOf(random.int(0, 9_999));
      const fault = drawn !== undefined && mayFail(drawn) && !without.has(name) ? drawn : undefined;
      if (fault !== undefined) fired.push({ name, fault });
      const thereMs = jitter() + (fault === 'late' ? random.int(20, random.chance(0.5) ? 400 : 12_000) : 0);
      const backMs = jitter() + (fault === 'slow' ? random.int(5, random.chance(0.7) ? 60 : 3_000) : 0);
      return { name, fault, thereMs, backMs, betweenMs: jitter() };
    },
  };
};
export type Faults = ReturnType<typeof createFaults>;
