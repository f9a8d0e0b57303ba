import type { Random } from '../numbers/random.ts';
import type { KeyedChance } from './keyedChance.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** 22:10 in Berlin: the shop's day ends while its visitors are there. */
export const START_MS = Date.UTC(2026, 10, 22, 21, 10);
/** When everything is over, and faults too. */
export const HORIZON_MS = START_MS + 150 * MINUTE;

export const BROWSERS = ['ada', 'ben', 'cleo'] as const;
/** Who has a copy of somebody's cookies of before a login. */
export const THIEF = 'thief';
export const CUSTOMERS = ['c1', 'c2'] as const;
export const PRODUCTS = ['boots', 'socks'] as const;
export const PROCESSES = ['web-1', 'web-2', 'writer-1', 'writer-2', 'aggregator-1', 'aggregator-2'] as const;
export type ProcessName = (typeof PROCESSES)[number];
/** What a process reaches over a network. */
export const PLACES = ['redis', 'record', 'queue', 'metrics'] as const;
export type Place = (typeof PLACES)[number];

/** Something that somebody does. */
export type Deed = { readonly id: string; readonly atMs: number } & (
  | {
      /** A page is opened: its document, perhaps, and then so many posts at once. */
      readonly kind: 'open';
      readonly browser: string;
      readonly document: boolean;
      readonly posts: number;
    }
  | {
      readonly kind: 'track';
      readonly browser: string;
      readonly types: readonly string[];
      readonly lateMs: number;
    }
  /** What was posted last comes again. */
  | { readonly kind: 'again'; readonly browser: string }
  | { readonly kind: 'look'; readonly browser: string }
  | { readonly kind: 'login'; readonly browser: string; readonly customer: string }
  | { readonly kind: 'logout'; readonly browser: string }
  | {
      readonly kind: 'order';
      readonly browser: string;
      readonly product: string;
      readonly quantity: number;
    }
  /** Gives back a piece of the browser's latest order. */
  | { readonly kind: 'refund'; readonly browser: string }
  | { readonly kind: 'conversion'; readonly browser: string; readonly amountMinor: number }
  | { readonly kind: 'steal'; readonly from: string }
  | { readonly kind: 'bot' }
  /** A message that no writer can read. */
  | { readonly kind: 'poison' }
  | { readonly kind: 'minute' | 'midnight'; readonly aggregator: 'aggregator-1' | 'aggregator-2' }
);

/** Something that befalls a whole place or process. */
export type Mishap = { readonly id: string; readonly atMs: number } & (
  | { readonly kind: 'redis loses all' }
  | {
      readonly kind: 'down';
      readonly place: Place;
      readonly untilMs: number;
      /** Whether it says so at once, or does not answer. */
      readonly how: 'refuses' | 'hangs';
    }
  /** What is under way meets an unknown end; then there is nobody for a while; then somebody with another clock. */
  | { readonly kind: 'failover'; readonly untilMs: number; readonly clockMs: number }
  | { readonly kind: 'clock steps'; readonly process: ProcessName; readonly byMs: number }
  | { readonly kind: 'killed'; readonly process: ProcessName }
);

export interface Plan {
  readonly deeds: readonly Deed[];
  readonly mishaps: readonly Mishap[];
}

type DeedOf = Deed extends infer One ? (One extends Deed ? Omit<One, 'id' | 'atMs'> : never) : never;

const TYPES = ['page_view', 'page_view', 'page_leave', 'product_view', 'add_to_cart', 'checkout_started'];

/** A visit of one browser: deeds seconds or minutes apart, some while others are under way. */
const visitOf = (random: Random, browser: string, startMs: number): [number, DeedOf][] => {
  const deeds: [number, DeedOf][] = [
    [startMs, { kind: 'open', browser, document: random.chance(0.4), posts: random.int(1, 4) }],
  ];
  let atMs = startMs;
  const customer = random.pick(CUSTOMERS);
  for (let step = random.int(1, 6); step > 0; step -= 1) {
    atMs += random.chance(0.4)
      ? random.int(0, 300)
      : random.int(SECOND, random.chance(0.3) ? 6 * MINUTE : 40 * SECOND);
    const kind = random.int(0, 99);
    if (kind < 38) {
      const types = Array.from({ length: random.int(1, 3) }, () => random.pick(TYPES));
      const lateMs = random.chance(0.1) ? random.int(MINUTE, 100 * MINUTE) : 0;
      deeds.push([atMs, { kind: 'track', browser, types, lateMs }]);
    } else if (kind < 46) deeds.push([atMs, { kind: 'again', browser }]);
    else if (kind < 55) deeds.push([atMs, { kind: 'look', browser }]);
    else if (kind < 67) deeds.push([atMs, { kind: 'login', browser, customer }]);
    else if (kind < 72) deeds.push([atMs, { kind: 'logout', browser }]);
    else if (kind < 84) {
      const [product, quantity] = [random.pick(PRODUCTS), random.int(1, 2)];
      deeds.push([atMs, { kind: 'login', browser, customer }]);
      deeds.push([atMs + random.int(0, 20_000), { kind: 'order', browser, product, quantity }]);
    } else if (kind < 90) deeds.push([atMs, { kind: 'refund', browser }]);
    else deeds.push([atMs, { kind: 'conversion', browser, amountMinor: random.int(1, 90) * 100 }]);
  }
  // Whoever leaves sends what is left in two posts at once; nothing comes after them that would make good a mistake.
  if (random.chance(0.5)) {
    atMs += random.int(10, 60) * SECOND;
    const leaving = { kind: 'track', browser, types: ['page_leave'], lateMs: 0 } as const;
    deeds.push([atMs, leaving], [atMs + random.int(0, 20), leaving]);
  }
  return deeds;
};

/** Somebody copies a browser's cookies, and comes with them before, shortly after, and long after it has logged in. */
const theftOf = (random: Random): [number, DeedOf][] => {
  const from = random.pick(BROWSERS);
  const customer = random.pick(CUSTOMERS);
  const atMs = START_MS + random.int(0, 100) * MINUTE;
  const loginMs = atMs + random.int(1, 30) * SECOND;
  const look = { kind: 'look', browser: THIEF } as const;
  return [
    [atMs - 20 * SECOND, { kind: 'open', browser: from, document: true, posts: 1 }],
    [atMs, { kind: 'steal', from }],
    [loginMs - random.int(0, 500), look],
    [loginMs, { kind: 'login', browser: from, customer }],
    [loginMs + random.int(0, 2_000), look],
    [loginMs + random.int(2, 59) * SECOND, look],
    [loginMs + random.int(61, 300) * SECOND, look],
    [loginMs + 8 * MINUTE, { kind: 'look', browser: from }],
    [loginMs + random.int(9, 25) * MINUTE, look],
  ];
};

const mishapsOf = (random: Random): Mishap[] => {
  const mishaps: Mishap[] = [];
  const at = (): number => START_MS + random.int(0, 145 * 60) * SECOND;
  const add = (mishap: Mishap extends infer One ? (One extends Mishap ? Omit<One, 'id'> : never) : never) =>
    mishaps.push({ ...mishap, id: `mishap ${mishaps.length + 1}` } as Mishap);
  for (let left = random.int(0, 6); left > 0; left -= 1) {
    const atMs = at();
    const kind = random.int(0, 9);
    if (kind < 2) add({ kind: 'redis loses all', atMs });
    else if (kind < 5) {
      const untilMs = atMs + random.int(1, random.chance(0.2) ? 300 : 40) * SECOND;
      const how = random.pick(['refuses', 'hangs'] as const);
      add({ kind: 'down', place: random.pick(PLACES), atMs, untilMs, how });
    } else if (kind < 7) {
      add({
        kind: 'failover',
        atMs,
        untilMs: atMs + random.int(2, 20) * SECOND,
        clockMs: random.int(-5_000, 5_000),
      });
    } else if (kind < 8) {
      add({
        kind: 'clock steps',
        atMs,
        process: random.pick(PROCESSES),
        byMs: random.int(-30, 30) * SECOND,
      });
    } else add({ kind: 'killed', atMs, process: random.pick(PROCESSES) });
  }
  return mishaps;
};

/** What happens on one evening in a shop, by a seed. */
export const planOf = (chanceOf: KeyedChance): Plan => {
  const random = chanceOf('plan');
  const deeds: [number, DeedOf][] = [];
  for (const browser of BROWSERS) {
    let atMs = START_MS + random.int(0, 40) * MINUTE;
    for (let visits = random.pick([0, 1, 1, 2, 3]); visits > 0; visits -= 1) {
      if (atMs > HORIZON_MS - 20 * MINUTE) break;
      deeds.push(...visitOf(random, browser, atMs));
      // A session of before goes on, or is long over: nothing in between, where a clock of another process may see it otherwise.
      atMs += random.chance(0.4) ? random.int(3, 12) * MINUTE : random.int(70, 90) * MINUTE;
    }
  }
  if (random.chance(0.5)) deeds.push(...theftOf(random));
  for (let left = random.int(0, 2); left > 0; left -= 1) {
    deeds.push([START_MS + random.int(0, 140) * MINUTE, { kind: 'bot' }]);
  }
  if (random.chance(0.2)) deeds.push([START_MS + random.int(0, 140) * MINUTE, { kind: 'poison' }]);
  for (const kind of ['minute', 'minute', 'midnight'] as const) {
    const atMs = START_MS + random.int(kind === 'midnight' ? 110 : 0, 149) * MINUTE;
    deeds.push([atMs, { kind, aggregator: 'aggregator-1' }]);
    // Two at once, now and then.
    if (random.chance(0.3))
      deeds.push([atMs + random.int(0, 50), { kind: 'minute', aggregator: 'aggregator-2' }]);
  }
  return {
    deeds: deeds
      .sort(([a], [b]) => a - b)
      .map(([atMs, deed], index) => ({ ...deed, id: `deed ${index + 1}`, atMs }) as Deed),
    mishaps: mishapsOf(chanceOf('mishaps')),
  };
};
