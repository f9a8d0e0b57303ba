import type { Entry } from './hashIndex.ts';
import type { MemoryCollection } from './memoryCollection.ts';
import { valuesAt } from './valuesAt.ts';

/** When a document expires by a field: at its date, or the earliest of an array of them; never without one. */
const dateAt = (entry: Entry, path: string): number => {
  const dates = valuesAt(entry.document, path)
    .flat()
    .filter((value) => value instanceof Date);
  return Math.min(Infinity, ...dates.map((date) => date.getTime()));
};

/** The documents whose time is over by an index with `expireAfterSeconds`. */
export const expiredEntries = (memory: MemoryCollection, nowMs: number): Entry[] => {
  const expired = new Set<Entry>();
  for (const { key, expireAfterSeconds } of memory.indexes.values()) {
    const [path, ...others] = Object.keys(key);
    if (expireAfterSeconds === undefined || path === undefined || others.length > 0) continue;
    const lastAliveMs = nowMs - expireAfterSeconds * 1000;
    for (const entry of memory.entries.values()) if (dateAt(entry, path) <= lastAliveMs) expired.add(entry);
  }
  return [...expired];
};
