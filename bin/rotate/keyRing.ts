import { createHash } from 'node:crypto';
import { Complaint } from '../aggregate/Complaint.ts';

/** Keys as a secret's text has them: the first signs, all verify. */
export type Keys = readonly [string, ...string[]];

/** What is to become of a ring. */
export type Turn =
  | { readonly step: 'list' }
  /** Last, so that every container knows the key before one signs by it; `first` where one process alone reads the ring. */
  | { readonly step: 'add'; readonly key: string; readonly first: boolean }
  | { readonly step: 'promote' | 'retire'; readonly fingerprint: string };

/** As many as a cookie is ever tried with: each one costs a request that brings a forged cookie another HMAC. */
const MAX_KEYS = 8;
const FINGERPRINT_LENGTH = 8;

/** By what a key is told from others where people look: of 32 random bytes it gives nothing away. */
export const fingerprintOf = (key: string): string =>
  createHash('sha256').update(key).digest('hex').slice(0, FINGERPRINT_LENGTH);

/** @throws Complaint where there is none, or the text is something else's */
export const keysIn = (text: string): Keys => {
  // A connection string is a secret beside the rings, and a key behind it would be the end of it.
  if (text.includes('://')) throw new Complaint('It holds an address (://), not a ring of keys.');
  const [first, ...rest] = text
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  if (first === undefined) throw new Complaint('There is no key in it.');
  return [first, ...rest];
};

const find = (keys: Keys, fingerprint: string): string => {
  const key = keys.find((one) => fingerprintOf(one) === fingerprint);
  if (key !== undefined) return key;
  throw new Complaint(
    `No key has the fingerprint ${fingerprint}; there are ${keys.map(fingerprintOf).join(', ')}.`,
  );
};

/**
 * A ring after one step of its rotation. Each step but `add` may be repeated.
 * @throws Complaint where it cannot be done, or would leave what is signed now without its key
 */
export const turnRing = (keys: Keys, turn: Turn): Keys => {
  switch (turn.step) {
    case 'list':
      return keys;
    case 'add':
      if (keys.length >= MAX_KEYS)
        throw new Complaint(`There are ${keys.length} keys already: retire some first.`);
      return turn.first ? [turn.key, ...keys] : [...keys, turn.key];
    case 'promote': {
      const key = find(keys, turn.fingerprint);
      return [key, ...keys.filter((other) => other !== key)];
    }
    case 'retire': {
      const key = find(keys, turn.fingerprint);
      const [first, ...others] = keys;
      if (key === first)
        throw new Complaint(`${turn.fingerprint} is the key that signs: promote another first.`);
      return [first, ...others.filter((other) => other !== key)];
    }
  }
};
