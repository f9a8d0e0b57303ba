import { AsyncLocalStorage } from 'node:async_hooks';

/** A clock that one request may have stand at an instant of its own, while all others go by the real one. */
export interface MovableClock {
  /** Epoch milliseconds: the instant of the request in hand where it has moved its clock, else the real one. */
  now(): number;
  /** Whether what runs now goes by a moved clock. */
  isMoved(): boolean;
  /** Runs something, and all that it waits for, at an instant. */
  at<T>(nowMs: number, run: () => T): T;
  /** For how long, in milliseconds, nobody has moved it. */
  unmovedForMs(): number;
}

/** @param realNow epoch milliseconds */
export const createMovableClock = (realNow: () => number): MovableClock => {
  const moved = new AsyncLocalStorage<number>();
  let lastMoved = Number.NEGATIVE_INFINITY;
  return {
    now: () => moved.getStore() ?? realNow(),
    isMoved: () => moved.getStore() !== undefined,
    at: (nowMs, run) => {
      lastMoved = performance.now();
      return moved.run(nowMs, run);
    },
    unmovedForMs: () => performance.now() - lastMoved,
  };
};
