import type { TrackedEvent } from '../play/wire.ts';
import type { Random } from '../random.ts';
import type { Account } from './account.ts';
import { type Cart, createCart } from './cart.ts';
import { type CookieJar, createCookieJar } from './cookieJar.ts';
import { type Place, placeOf } from './countries.ts';
import { deviceOf, type OwnDevice, secondDeviceOf } from './devices.ts';

/** One browser profile. */
export interface Browser extends OwnDevice {
  readonly place: Place;
  readonly jar: CookieJar;
  /** How far its clock is off, in milliseconds. */
  readonly clockSkewMs: number;
  /** What was put into it while nobody was logged in, and when that changed last. */
  readonly cart: Cart;
  cartChangedMs: number;
  /** Until when it is logged in without a password, epoch milliseconds. */
  loggedInUntilMs: number;
  /** What its last visit could not send, and the next one may. */
  unsent: readonly TrackedEvent[];
}

export interface Person {
  readonly browsers: [Browser, ...Browser[]];
  /** How likely it is to come back. */
  readonly loyalty: number;
  /** The one of its account, on all its browsers. */
  readonly cart: Cart;
  /** From when on its next request begins a new visit: nobody shops on two devices at once. */
  freeFromMs: number;
  /** Since it made one. */
  account?: Account;
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

const newBrowser = (random: Random, device: OwnDevice, place: Place): Browser => ({
  ...device,
  place,
  jar: createCookieJar(),
  clockSkewMs: random.chance(WRONG_CLOCK) ? random.int(-MAX_SKEW_MS, MAX_SKEW_MS) : 0,
  cart: createCart(),
  cartChangedMs: Number.NEGATIVE_INFINITY,
  loggedInUntilMs: Number.NEGATIVE_INFINITY,
  unsent: [],
});

/** Who visits the shop: strangers, people who come back, and customers who come back on another device. */
export const createPopulation = (random: Random) => {
  const known: Person[] = [];

  const stranger = (): Visitor => {
    const browser = newBrowser(random, deviceOf(random), placeOf(random));
    const person: Person = {
      browsers: [browser],
      loyalty: random.next() ** 2,
      cart: createCart(),
      freeFromMs: Number.NEGATIVE_INFINITY,
    };
    if (known.length < REMEMBERED) known.push(person);
    else known[random.int(0, REMEMBERED - 1)] = person;
    return { person, browser, again: false };
  };

  /** On a device on which the person was not seen yet, or on the second one that it has. */
  const elsewhere = (person: Person, here: Browser): Visitor => {
    const other = person.browsers.find((browser) => browser !== here);
    if (other !== undefined) return { person, browser: other, again: true };
    const second = newBrowser(random, secondDeviceOf(random, here.kind), here.place);
    person.browsers.push(second);
    return { person, browser: second, again: false };
  };

  const comesBack = (startMs: number): Visitor | undefined => {
    for (let asked = 0; asked < ASKED; asked++) {
      const person = known[random.int(0, known.length - 1)];
      if (person === undefined || !random.chance(person.loyalty)) continue;
      if (person.freeFromMs > startMs) continue;
      const [first] = person.browsers;
      const isNew =
        person.account !== undefined && person.browsers.length === 1 && random.chance(SECOND_DEVICE);
      return isNew
        ? elsewhere(person, first)
        : { person, browser: random.pick(person.browsers), again: true };
    }
    return undefined;
  };

  return {
    /** Who begins a visit at an instant. */
    visitorAt: (startMs: number): Visitor =>
      (random.chance(RETURNING) ? comesBack(startMs) : undefined) ?? stranger(),
    elsewhere,
    /** Notes when a person's visit ends. */
    visited: (person: Person, endMs: number): void => {
      person.freeFromMs = endMs + BETWEEN_VISITS_MS;
    },
  };
};
