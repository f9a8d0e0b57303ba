import { expect, it, vi } from 'vitest';
import { remember } from '../../src/domain/remember.ts';

it('asks once for each text, and for all again where there are too many', () => {
  const compute = vi.fn((text: string) => text.length);
  const lengthOf = remember(compute, { maxEntries: 2 });
  expect(['a', 'bb', 'a', 'bb', 'a'].map(lengthOf)).toEqual([1, 2, 1, 2, 1]);
  expect(compute).toHaveBeenCalledTimes(2);
  expect(lengthOf('ccc')).toBe(3);
  expect(lengthOf('ccc')).toBe(3);
  expect(compute).toHaveBeenCalledTimes(3);
  expect(lengthOf('a')).toBe(1);
  expect(compute).toHaveBeenCalledTimes(4);
});

it('remembers an answer of 0 too', () => {
  const compute = vi.fn(() => 0);
  const zeroOf = remember(compute, { maxEntries: 1 });
  expect([zeroOf('a'), zeroOf('a')]).toEqual([0, 0]);
  expect(compute).toHaveBeenCalledTimes(1);
});
