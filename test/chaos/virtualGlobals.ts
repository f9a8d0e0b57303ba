import { AsyncLocalStorage } from 'node:async_hooks';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { KeyedChance } from './keyedChance.ts';
import type { Timeline } from './timeline.ts';

/** Replaces properties until what is returned is called. */
const replaced = (target: object, properties: object): (() => void) => {
  const before = Object.getOwnPropertyDescriptors(target) as { [name: string]: PropertyDescriptor };
  for (const [name, value] of Object.entries(properties)) {
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
  return () => {
    for (const name of Object.keys(properties)) {
      const was = before[name];
      if (was === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, was);
    }
  };
};

/**
 * Gives this process's code the simulation's time and chance: timers, `Date.now`, `performance.now`, random ids and bytes. What
 * takes a clock or ids as an argument gets the simulation's own; what reaches for the process's must not find the real one either.
 * @returns gives the real ones back
 */
export const virtualGlobals = (timeline: Timeline, chanceOf: KeyedChance): (() => void) => {
  const chance = chanceOf('ids');
  const bytes = (size: number): Buffer => Buffer.from(Array.from({ length: size }, () => chance.int(0, 255)));
  const randomUUID = (): string => {
    const raw = bytes(16);
    raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40;
    raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80;
    return raw.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
  const handleOf = (cancel: () => void) => ({ cancel, unref: () => undefined, ref: () => undefined });
  /** A timer runs as whoever set it. */
  const bound = (run: () => void): (() => void) => AsyncLocalStorage.bind(run);
  const cancel = (handle?: { readonly cancel?: () => void }): void => handle?.cancel?.();
  const startMs = timeline.nowMs();

  const restore = [
    replaced(globalThis, {
      setTimeout: (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        handleOf(
          timeline.after(
            ms,
            bound(() => run(...args)),
          ),
        ),
      clearTimeout: cancel,
      setImmediate: (run: (...args: unknown[]) => void, ...args: unknown[]) =>
        handleOf(
          timeline.after(
            0,
            bound(() => run(...args)),
          ),
        ),
      clearImmediate: cancel,
    }),
    replaced(Date, { now: () => Math.floor(timeline.nowMs()) }),
    replaced(performance, { now: () => timeline.nowMs() - startMs }),
    replaced(Math, { random: () => chance.int(0, 2 ** 32 - 1) / 2 ** 32 }),
    replaced(crypto, { randomUUID, randomBytes: bytes }),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const one of restore.toReversed()) one();
    syncBuiltinESMExports();
  };
};
