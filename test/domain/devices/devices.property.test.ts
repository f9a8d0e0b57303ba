import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBuyers } from '../../../src/domain/devices/buyers.ts';
import { continuityOf } from '../../../src/domain/devices/continuityOf.ts';
import { crossDeviceOf } from '../../../src/domain/devices/crossDeviceOf.ts';
import { createDeviceCounts } from '../../../src/domain/devices/deviceCounts.ts';
import { CART_KEPT_MS } from '../../../src/domain/devices/personCarts.ts';
import type { VisitorId } from '../../../src/domain/ids.ts';
import { SESSION_MAX_AGE_MS } from '../../../src/domain/sessions/session.ts';
import { devicesModel } from '../../model/devicesModel.ts';
import { START } from '../sessions/foldFixtures.ts';
import { DAY, type GeneratedVisit, personName, visitsArbitrary } from './visits.ts';

const rangeArbitrary = fc
  .record({ firstDay: fc.integer({ min: 0, max: 35 }), days: fc.integer({ min: 1, max: 31 }) })
  .map(({ firstDay, days }) => ({
    startMs: START + firstDay * DAY,
    endMs: START + (firstDay + days) * DAY,
  }));

/** What the functions of the domain tell together, of visits of which those in the range are counted. */
const told = (
  visits: readonly GeneratedVisit[],
  range: { readonly startMs: number; readonly endMs: number },
  nowMs: number,
) => {
  const counts = createDeviceCounts();
  const buyers = createBuyers(range);
  for (const { person, ...visit } of visits) {
    const visitor = personName(person) as VisitorId;
    const { browser, device, orderedAt, startedAt, addedToCart } = visit;
    if (startedAt >= range.startMs && startedAt < range.endMs) {
      counts.add({ visitor, number: person, browser, device, converted: orderedAt.length > 0 });
    }
    if (addedToCart || orderedAt.length > 0) buyers.add({ visitor, number: person }, visit);
  }
  const firstOf = (visitor: VisitorId) =>
    visits
      .filter(({ person }) => personName(person) === visitor)
      .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1))[0];
  const { paths: crossed, ...crossDevice } = crossDeviceOf(buyers.conversions(firstOf));
  const { paths: continued, ...continuity } = continuityOf(buyers.carts(), nowMs);
  return {
    devices: counts.rows(),
    visitors: counts.visitors(),
    crossDevice: {
      ...crossDevice,
      paths: crossed.map(({ moves, ...path }) => ({ ...path, conversions: moves })),
    },
    continuity: { ...continuity, paths: continued.map(({ moves, ...path }) => ({ ...path, carts: moves })) },
  };
};

test('what is told of generated people and their devices equals the independent model', () => {
  fc.assert(
    fc.property(visitsArbitrary(), rangeArbitrary, fc.integer({ min: 0, max: 10 }), (visits, range, days) => {
      const nowMs = range.endMs + days * DAY;
      const known = visits.filter(({ startedAt }) => startedAt <= nowMs);
      const model = devicesModel(
        known.map(({ person, ...visit }) => ({ ...visit, person: personName(person) })),
        { from: range.startMs, to: range.endMs, now: nowMs },
      );
      const { devices, visitors, ...rest } = told(known, range, nowMs);
      expect(rest).toEqual({ crossDevice: model.crossDevice, continuity: model.continuity });
      expect(new Set(devices)).toEqual(new Set(model.devices));
      expect({
        ...visitors,
        combinations: new Set(
          visitors.combinations.map((one) => ({ ...one, devices: one.devices.toSorted() })),
        ),
      }).toEqual({ ...model.visitors, combinations: new Set(model.visitors.combinations) });
    }),
    { numRuns: 1_000 },
  );
});

test('each cart has one outcome, each visitor one number of devices, and rows come in order', () => {
  fc.assert(
    fc.property(visitsArbitrary(), rangeArbitrary, (visits, range) => {
      const { devices, visitors, continuity } = told(visits, range, range.endMs);
      const { paidInSession, paidLaterSameDevice, paidOnOtherDevice, stillOpen, abandoned } = continuity;
      expect(paidInSession + paidLaterSameDevice + paidOnOtherDevice + stillOpen + abandoned).toBe(
        continuity.cartsBegun,
      );
      expect(continuity.recovered).toBeLessThanOrEqual(paidLaterSameDevice + paidOnOtherDevice);
      expect(continuity.recoveredOnOtherDevice).toBeLessThanOrEqual(paidOnOtherDevice);
      expect(visitors.onOneDevice + visitors.onSeveralDevices).toBe(visitors.total);
      const sizes = [
        devices.map(({ sessions }) => sessions),
        visitors.combinations.map((one) => one.visitors),
      ];
      for (const size of sizes) expect(size).toEqual(size.toSorted((a, b) => b - a));
    }),
  );
});

test('what is begun in a range is the same, however much is known beyond a week and a day before and a week after it', () => {
  fc.assert(
    fc.property(visitsArbitrary(), rangeArbitrary, (visits, range) => {
      const nowMs = range.endMs + 30 * DAY;
      const around = visits.filter(
        ({ startedAt }) =>
          startedAt >= range.startMs - CART_KEPT_MS - SESSION_MAX_AGE_MS &&
          startedAt < range.endMs + CART_KEPT_MS + 1,
      );
      // The shop's back end may tell of an order later than its session: as far as a session reaches, it is known.
      const asTold = (some: readonly GeneratedVisit[]) =>
        some.map((visit) => ({
          ...visit,
          orderedAt: visit.orderedAt.filter((at) => at < visit.startedAt + SESSION_MAX_AGE_MS),
        }));
      const cut = told(asTold(around), range, nowMs).continuity;
      const whole = told(asTold(visits), range, nowMs).continuity;
      const { stillOpen, abandoned, ...paid } = cut;
      const { stillOpen: openOfWhole, abandoned: abandonedOfWhole, ...paidOfWhole } = whole;
      expect(paid).toEqual(paidOfWhole);
      expect(stillOpen + abandoned).toBe(openOfWhole + abandonedOfWhole);
    }),
    { numRuns: 500 },
  );
});
