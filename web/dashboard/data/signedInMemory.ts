import type { SignedInMemory } from './createStanding.ts';

const KEY = 'footfall-signed-in';

/** Kept in the browser's storage; where that is switched off, the server is asked. */
export const signedInMemory: SignedInMemory = {
  read: () => {
    try {
      return localStorage.getItem(KEY) !== null;
    } catch {
      return true;
    }
  },
  write: (signedIn) => {
    try {
      if (signedIn) localStorage.setItem(KEY, 'yes');
      else localStorage.removeItem(KEY);
    } catch {
      // Nothing is lost but the spared question.
    }
  },
};
