import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Entry } from './hashIndex.ts';
import type { MemoryCollection } from './memoryCollection.ts';
import { valuesAt } from './valuesAt.ts';

/** When a document expires by a field: at its date, or the earliest of an array of them; never without one. */
const dateAt = (entry: Entry, path: string): number => {
  // A field of the document itself, as nearly all are: a tenth of the time.
  const own = entry.document[path];
  if (own instanceof Date) return own.getTime();
  if (own === undefined && !path.includes('.')) return Infinity;
  const dates = valuesAt(entry.document, path)
    .flat()
    .filter((value) => value instanceof Date);
  return Math.min(Infinity, ...dates.map((date) => date.getTime()));
};

/** Documents that are looked at before others have their turn: less than a millisecond. */
const LOOKED_AT_ONCE = 5_000;

interface Expiry {
  readonly path: string;
  readonly lastAliveMs: number;
}

const expiriesOf = (memory: MemoryCollection, nowMs: number): Expiry[] =>
  [...memory.indexes.values()].flatMap(({ key, expireAfterSeconds }) => {
    const [path, ...others] = Object.keys(key);
    if (expireAfterSeconds === undefined || path === undefined || others.length > 0) return [];
    return [{ path, lastAliveMs: nowMs - expireAfterSeconds * 1000 }];
  });

/** Whether a document's time is over by an index with `expireAfterSeconds`. */
export const isExpired = (memory: MemoryCollection, nowMs: number) => {
  const expiries = expiriesOf(memory, nowMs);
  return (entry: Entry): boolean =>
    expiries.some(({ path, lastAliveMs }) => dateAt(entry, path) <= lastAliveMs);
};

/**
 * The documents whose time is over. Others have their turn between: a document that is here may have been changed or removed since it
 * was looked at.
 */
export const expiredEntries = async (memory: MemoryCollection, nowMs: number): Promise<Entry[]> => {
  const expired: Entry[] = [];
  if (expiriesOf(memory, nowMs).length === 0) return expired;
  const isOver = isExpired(memory, nowMs);
  let looked = 0;
  for (const entry of memory.entries.values()) {
    if (isOver(entry)) expired.push(entry);
    looked += 1;
    if (looked % LOOKED_AT_ONCE === 0) await nextTurn();
  }
  return expired;
};
