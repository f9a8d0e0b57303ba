// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useRefresh } from '../../web/dashboard/data/useRefresh.ts';

const EVERY_MS = 15_000;
const refresh = vi.fn();
let root: Root;
let hidden: boolean;

const Live = () => {
  useRefresh(refresh, EVERY_MS);
  return null;
};
const turn = (to: 'away' | 'back') => {
  hidden = to === 'away';
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  hidden = false;
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
  refresh.mockReset();
  root = createRoot(document.body);
  await act(async () => root.render(<Live />));
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the live numbers come anew every 15 seconds', () => {
  vi.advanceTimersByTime(3 * EVERY_MS);
  expect(refresh).toHaveBeenCalledTimes(3);
});

test('nothing is asked while the page is hidden, and at once when it is seen again', () => {
  turn('away');
  vi.advanceTimersByTime(10 * EVERY_MS);
  expect(refresh).not.toHaveBeenCalled();
  turn('back');
  expect(refresh).toHaveBeenCalledTimes(1);
});

test('a short look elsewhere asks nothing', () => {
  turn('away');
  vi.advanceTimersByTime(EVERY_MS - 1);
  turn('back');
  expect(refresh).not.toHaveBeenCalled();
});
