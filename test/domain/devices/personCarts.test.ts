import { expect, it } from 'vitest';
import { continuityOf } from '../../../src/domain/devices/continuityOf.ts';
import { type BuyingVisit, cartsOf } from '../../../src/domain/devices/personCarts.ts';
import { MINUTE, START } from '../sessions/foldFixtures.ts';
import { cartVisit, DAY, HOUR, onDevice } from './visits.ts';

const PHONE = onDevice('mobile');
const LAPTOP = onDevice('desktop');

const begun = (afterMs = 0, more: Partial<BuyingVisit> = {}) => cartVisit('begun', afterMs, PHONE, more);
const ordered = (afterMs: number, use = PHONE, more: Partial<BuyingVisit> = {}) =>
  cartVisit('ordered', afterMs, use, {
    addedToCart: false,
    orderedAt: [START + afterMs + MINUTE],
    ...more,
  });
const told = (visits: readonly BuyingVisit[], nowAfterMs = 30 * DAY) =>
  continuityOf(cartsOf(visits), START + nowAfterMs);

const NOTHING = {
  cartsBegun: 0,
  paidInSession: 0,
  paidLaterSameDevice: 0,
  paidOnOtherDevice: 0,
  stillOpen: 0,
  abandoned: 0,
  recovered: 0,
  recoveredOnOtherDevice: 0,
};

it.each([
  ['paid where it was begun', [begun(0, { orderedAt: [START + MINUTE] })], { paidInSession: 1 }],
  ['paid later on the same device', [begun(), ordered(HOUR)], { paidLaterSameDevice: 1, recovered: 1 }],
  [
    'paid on another device, a quarter of an hour after it was left',
    [begun(), ordered(19 * MINUTE, LAPTOP)],
    { paidOnOtherDevice: 1 },
  ],
  [
    'left for half an hour and a minute, then paid on another device',
    [begun(), ordered(36 * MINUTE, LAPTOP)],
    { paidOnOtherDevice: 1, recovered: 1, recoveredOnOtherDevice: 1 },
  ],
  [
    'never left: another device took it up at once, and paid after an hour',
    [begun(), ordered(10 * MINUTE, LAPTOP, { orderedAt: [START + HOUR] })],
    { paidOnOtherDevice: 1 },
  ],
  [
    'paid on another telephone, which is a device of the same type',
    [begun(), ordered(HOUR, onDevice('mobile', 'another'))],
    { paidLaterSameDevice: 1, recovered: 1 },
  ],
  [
    'paid a week later, to the minute',
    [begun(), ordered(7 * DAY - MINUTE)],
    { paidLaterSameDevice: 1, recovered: 1 },
  ],
  ['paid too late', [begun(), ordered(7 * DAY)], { abandoned: 1 }],
  ['never paid', [begun()], { abandoned: 1 }],
])('a cart that was %s', (_, visits, counted) => {
  expect(told(visits)).toMatchObject({ ...NOTHING, cartsBegun: 1, ...counted });
});

it('is still open a day after it was last seen, and abandoned a millisecond later', () => {
  expect(told([begun()], DAY + 5 * MINUTE)).toMatchObject({ stillOpen: 1, abandoned: 0 });
  expect(told([begun()], DAY + 5 * MINUTE + 1)).toMatchObject({ stillOpen: 0, abandoned: 1 });
});

it('is one cart, begun at the first add, where two devices put something into it before it is paid', () => {
  const onLaptop = cartVisit('second', 2 * HOUR, LAPTOP, { orderedAt: [START + 3 * HOUR] });
  expect(told([onLaptop, begun()])).toMatchObject({
    ...NOTHING,
    cartsBegun: 1,
    paidOnOtherDevice: 1,
    recovered: 1,
    recoveredOnOtherDevice: 1,
    medianTimeToPaymentMs: 3 * HOUR,
    paths: [{ from: 'mobile', to: 'desktop', moves: 1, medianMs: 3 * HOUR }],
  });
});

it('is another cart after an order, and after a week in which nothing was put in', () => {
  const after = (afterMs: number) => cartVisit('after', afterMs, PHONE);
  expect(told([begun(0, { orderedAt: [START + MINUTE] }), after(HOUR)])).toMatchObject({
    cartsBegun: 2,
    paidInSession: 1,
    abandoned: 1,
  });
  expect(told([begun(), after(7 * DAY)])).toMatchObject({ cartsBegun: 1 });
  expect(told([begun(), after(7 * DAY + 1)])).toMatchObject({ cartsBegun: 2 });
});

it('is paid by one order alone, and an order without a cart pays none', () => {
  const twice = begun(0, { orderedAt: [START + MINUTE, START + 2 * MINUTE] });
  expect(told([twice])).toMatchObject({ cartsBegun: 1, paidInSession: 1, medianTimeToPaymentMs: MINUTE });
  expect(told([ordered(0)])).toMatchObject({ ...NOTHING, medianTimeToPaymentMs: null, paths: [] });
});
