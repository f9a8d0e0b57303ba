import type { Warn } from './wire.ts';

/** Makes a function that never throws into the page: what goes wrong in it is told to `warn`. */
export const quiet =
  <Args extends unknown[]>(warn: Warn, run: (...args: Args) => void) =>
  (...args: Args): void => {
    try {
      run(...args);
    } catch (error) {
      warn('not tracked', error);
    }
  };

/** Listens to the window, where the document's `visibilitychange` arrives too. */
export type On = (type: string, listener: (event: Event) => void) => void;

/** A way to listen by which no listener throws. */
export const quietListening =
  (warn: Warn): On =>
  (type, listener) =>
    addEventListener(type, quiet(warn, listener));
