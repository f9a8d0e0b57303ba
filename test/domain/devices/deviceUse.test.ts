import { describe, expect, it } from 'vitest';
import { createBuyers } from '../../../src/domain/devices/buyers.ts';
import { createDeviceCounts } from '../../../src/domain/devices/deviceCounts.ts';
import { devicePaths } from '../../../src/domain/devices/devicePaths.ts';
import { deviceTypeOf, isOnSeveralDevices, isOtherDevice } from '../../../src/domain/devices/deviceUse.ts';
import type { BrowserId, VisitorId } from '../../../src/domain/ids.ts';
import { MINUTE, START } from '../sessions/foldFixtures.ts';
import { cartVisit, onDevice } from './visits.ts';

const [PHONE, LAPTOP, TABLET] = [onDevice('mobile'), onDevice('desktop'), onDevice('tablet')];

it.each([
  ['mobile', 'mobile'],
  ['toaster', 'unknown'],
  [undefined, 'unknown'],
])('a stored device type %s is %s', (text, type) => {
  expect(deviceTypeOf(text)).toBe(type);
});

it.each([
  ['a phone and a laptop', PHONE, LAPTOP, true],
  ['two browsers on telephones', PHONE, onDevice('mobile', 'second'), false],
  ['a browser that calls itself something else', PHONE, onDevice('desktop', 'mobile'), false],
  ['a phone and something unknown', PHONE, onDevice('unknown'), false],
])('%s are two devices: %s', (_, one, other, areTwo) => {
  expect(isOtherDevice(one, other)).toBe(areTwo);
  expect(isOtherDevice(other, one)).toBe(areTwo);
  expect(isOnSeveralDevices([one, one, other])).toBe(areTwo);
  expect(isOnSeveralDevices([one])).toBe(false);
});

it('moves are told by how many they are, and equally many by their names', () => {
  const move = (from: 'mobile' | 'desktop', to: 'tablet' | 'tv', tookMs = 0) => ({ from, to, tookMs });
  const moves = [
    move('mobile', 'tv', 4),
    move('mobile', 'tablet'),
    move('desktop', 'tv'),
    move('mobile', 'tv', 2),
  ];
  const told = devicePaths(moves).map(({ from, to, moves, medianMs }) => [from, to, moves, medianMs]);
  expect(told).toEqual([
    ['mobile', 'tv', 2, 3],
    ['desktop', 'tv', 1, 0],
    ['mobile', 'tablet', 1, 0],
  ]);
  expect(devicePaths(moves.toReversed())).toEqual(devicePaths(moves));
  expect(devicePaths([])).toEqual([]);
});

describe('persons on several devices', () => {
  const combinationsOf = (...persons: readonly (readonly (typeof PHONE)[])[]) => {
    const counts = createDeviceCounts();
    for (const [number, uses] of persons.entries())
      for (const use of uses)
        counts.add({ ...use, visitor: `v${number}` as VisitorId, number, converted: false });
    return counts.visitors().combinations;
  };

  it('are told by what they use: the most first, and equally many by name', () => {
    const told = combinationsOf([PHONE, TABLET], [LAPTOP, PHONE], [LAPTOP, TABLET], [TABLET, LAPTOP]);
    expect(told).toEqual([
      { devices: ['desktop', 'tablet'], visitors: 2 },
      { devices: ['desktop', 'mobile'], visitors: 1 },
      { devices: ['mobile', 'tablet'], visitors: 1 },
    ]);
    expect(combinationsOf([TABLET, LAPTOP], [LAPTOP, TABLET], [LAPTOP, PHONE], [PHONE, TABLET])).toEqual(
      told,
    );
  });

  it('are on several browsers, the first of which may be the one that named them', () => {
    const own = onDevice('mobile', 'v0');
    expect(combinationsOf([own, LAPTOP])).toHaveLength(1);
    expect(combinationsOf([LAPTOP, own])).toHaveLength(1);
    expect(combinationsOf([LAPTOP, LAPTOP])).toHaveLength(0);
    expect(combinationsOf([own, onDevice('desktop', 'v0')])).toHaveLength(0);
    expect(combinationsOf([LAPTOP, onDevice('mobile', 'desktop')])).toHaveLength(0);
  });
});

describe('buyers', () => {
  const visitor = 'v' as VisitorId;
  const buyersOf = (...visits: readonly ReturnType<typeof cartVisit>[]) => {
    const buyers = createBuyers({ startMs: START, endMs: START + 60 * MINUTE });
    for (const [index, visit] of visits.entries()) buyers.add({ number: index % 2, visitor }, visit);
    return buyers;
  };
  const ordered = (afterMs: number, ...orderedAfterMs: readonly number[]) =>
    cartVisit(
      's',
      afterMs,
      { ...PHONE, browser: 'b' as BrowserId },
      { orderedAt: orderedAfterMs.map((ms) => START + ms) },
    );

  it('converted in the range, which ends before its last instant', () => {
    expect(buyersOf(ordered(0, MINUTE)).converted()).toEqual([visitor]);
    expect(buyersOf(ordered(59 * MINUTE, 90 * MINUTE)).converted()).toEqual([visitor]);
    for (const none of [ordered(0), ordered(-1, MINUTE), ordered(60 * MINUTE, 61 * MINUTE)])
      expect(buyersOf(none).converted()).toEqual([]);
  });

  it('converted with their first order', () => {
    const first = { ...LAPTOP, startedAt: START };
    expect(buyersOf(ordered(0, 5 * MINUTE, 2 * MINUTE)).conversions(() => first)).toMatchObject([
      { first, at: START + 2 * MINUTE },
    ]);
  });
});
