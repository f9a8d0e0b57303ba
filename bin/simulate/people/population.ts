import type { TrackedEvent } from '../play/wire.ts';
import type { Random } from '../random.ts';
import { type CookieJar, createCookieJar } from './cookieJar.ts';
import { type Place, placeOf } from './countries.ts';
import { type Device, deviceOf } from './devices.ts';

/** One browser profile. */
export interface Browser {
  readonly device: Device;
  readonly place: Place;
  readonly jar: CookieJar;
  /** How far its clock is off, in milliseconds. */
  readonly clockSkewMs: number;
  /** From when on its next request begins a new visit. */
  freeFromMs: number;
  /** What its last visit could not send, and the next one may. */
  unsent: readonly TrackedEvent[];
}

export interface Person {
  readonly browsers: [Browser, ...Browser[]];
  /** How likely it is to come back. */
  readonly loyalty: number;
  /** Since it made an account. */
  customerId?: string;
}

export interface Visitor {
  readonly person: Person;
  readonly browser: Browser;
  /** Whether this browser was here before. */
  readonly again: boolean;
}

/** Longer than the 30 minutes after which a visit has ended, so that no delay on the way makes one of two. */
const BETWEEN_VISITS_MS = 45 * 60_000;
const RETURNING = 0.42;
const SECOND_DEVICE = 0.25;
const WRONG_CLOCK = 0.04;
const MAX_SKEW_MS = 20 * 60_000;
/** Who was here longer ago is forgotten, so that memory has a bound however long the range. */
const REMEMBERED = 30_000;
/** How many of those who might come back are asked. */
const ASKED = 12;

const newBrowser = (random: Random, place: Place): Browser => ({
  device: deviceOf(random),
  place,
  jar: createCookieJar(),
  clockSkewMs: random.chance(WRONG_CLOCK) ? random.int(-MAX_SKEW_MS, MAX_SKEW_MS) : 0,
  freeFromMs: Number.NEGATIVE_INFINITY,
  unsent: [],
});

/** Who visits the shop: strangers, people who come back, and customers who come back on another device. */
export const createPopulation = (random: Random) => {
  const known: Person[] = [];

  const stranger = (): Visitor => {
    const browser = newBrowser(random, placeOf(random));
    const person: Person = { browsers: [browser], loyalty: random.next() ** 2 };
    if (known.length < REMEMBERED) known.push(person);
    else known[random.int(0, REMEMBERED - 1)] = person;
    return { person, browser, again: false };
  };

  const comesBack = (startMs: number): Visitor | undefined => {
    for (let asked = 0; asked < ASKED; asked++) {
      const person = known[random.int(0, known.length - 1)];
      if (person === undefined || !random.chance(person.loyalty)) continue;
      if (person.customerId !== undefined && person.browsers.length === 1 && random.chance(SECOND_DEVICE)) {
        const browser = newBrowser(random, person.browsers[0].place);
        person.browsers.push(browser);
        return { person, browser, again: false };
      }
      const browser = random.pick(person.browsers);
      if (browser.freeFromMs <= startMs) return { person, browser, again: true };
    }
    return undefined;
  };

  return {
    /** Who begins a visit at an instant. */
    visitorAt: (startMs: number): Visitor =>
      (random.chance(RETURNING) ? comesBack(startMs) : undefined) ?? stranger(),
    /** Notes when a browser's visit ends. */
    visited: (browser: Browser, endMs: number): void => {
      browser.freeFromMs = endMs + BETWEEN_VISITS_MS;
    },
  };
};
