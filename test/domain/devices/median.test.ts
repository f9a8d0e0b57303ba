import { expect, it } from 'vitest';
import { medianOf } from '../../../src/domain/devices/median.ts';

it.each([
  ['none', [], null],
  ['one', [7], 7],
  ['an odd count, by size and not by name', [100, 9, 20], 20],
  ['an even count: between the middle two', [4, 1, 2, 9], 3],
  ['an even count, in whole numbers', [1, 2], 2],
])('the median of %s', (_, numbers, median) => {
  expect(medianOf(numbers)).toBe(median);
});
