import * as fc from 'fast-check';
import { DEVICE_TYPES, type DeviceUse } from '../../../src/domain/devices/deviceUse.ts';
import type { BuyingVisit } from '../../../src/domain/devices/personCarts.ts';
import type { BrowserId, SessionId } from '../../../src/domain/ids.ts';
import { MINUTE, START } from '../sessions/foldFixtures.ts';

export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A device as a person has it. */
export const onDevice = (device: DeviceUse['device'], browser: string = device): DeviceUse => ({
  device,
  browser: browser as BrowserId,
});

/** A visit that put something into the cart for five minutes, unless told otherwise. */
export const cartVisit = (
  id: string,
  startedAfterMs: number,
  use: DeviceUse,
  more: Partial<BuyingVisit> = {},
): BuyingVisit => ({
  ...use,
  id: id as SessionId,
  startedAt: START + startedAfterMs,
  lastSeenAt: START + startedAfterMs + 5 * MINUTE,
  addedToCart: true,
  orderedAt: [],
  ...more,
});

/** Times on the edges of the rules (an hour, a day, a week) as often as between them. */
const startedAfterMs = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(8, 15, 22)),
    fc.constantFrom(0, 0, 0, HOUR, 30 * MINUTE, 1, -1),
  )
  .map(([days, offsetMs]) => Math.max(0, days * DAY + offsetMs));

const visit = fc.record({
  startedAfterMs,
  lengthMs: fc.constantFrom(0, 1, 5 * MINUTE, 3 * HOUR),
  person: fc.integer({ min: 0, max: 3 }),
  /** Of the person's own; the first one has the name of the visitor itself. */
  browser: fc.integer({ min: 0, max: 3 }),
  /** A browser that calls itself something else now and then. */
  disguise: fc.option(fc.constantFrom(...DEVICE_TYPES), { freq: 8, nil: undefined }),
  addedToCart: fc.boolean(),
  orderedAfterMs: fc.array(fc.constantFrom(-MINUTE, 0, 10 * MINUTE, 30 * MINUTE, 2 * DAY), { maxLength: 2 }),
  ordersAtAll: fc.boolean(),
});

export interface GeneratedVisit extends BuyingVisit {
  readonly person: number;
}

/** Visits of a few people, each on up to four browsers, over some six weeks, in any order. */
export const visitsArbitrary = (deviceTypes: readonly DeviceUse['device'][] = DEVICE_TYPES) =>
  fc
    .tuple(
      fc.array(fc.constantFrom(...deviceTypes), { minLength: 16, maxLength: 16 }),
      fc.array(visit, { maxLength: 30 }),
    )
    .map(([types, visits]) =>
      visits.map((generated, index): GeneratedVisit => {
        const { person, browser, disguise, lengthMs, addedToCart, ordersAtAll, orderedAfterMs } = generated;
        const startedAt = START + generated.startedAfterMs;
        return {
          person,
          id: `s${index}` as SessionId,
          browser: (browser === 0 ? personName(person) : `b${person}-${browser}`) as BrowserId,
          device: disguise ?? types[person * 4 + browser] ?? 'unknown',
          startedAt,
          lastSeenAt: startedAt + lengthMs,
          addedToCart,
          orderedAt: ordersAtAll ? orderedAfterMs.map((afterMs) => startedAt + afterMs) : [],
        };
      }),
    );

/** A person's visitor id. */
export const personName = (person: number): string => `p${person}`;
