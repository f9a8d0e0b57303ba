import type { Document } from '../mongodb/driverPart.ts';
import { keysAt } from './compileFilter.ts';
import { joinKeys } from './valueKey.ts';

/** A stored document, by reference: its indexes point at it, and an update replaces the document in it. */
export interface Entry {
  document: Document;
  /** What it takes in the log. */
  logBytes: number;
  /** Greater than that of every entry made before it. */
  readonly ordinal: number;
}

/** Which entries have which values in these fields. */
export interface HashIndex {
  readonly paths: readonly string[];
  /** The keys under which a document is found; several where a field is an array. */
  keysOf(document: Document): string[];
  add(key: string, entry: Entry): void;
  remove(key: string, entry: Entry): void;
  get(key: string): Iterable<Entry>;
}

/** Every list that takes one item of each of these lists, in order. */
export const combinations = (lists: readonly (readonly string[])[]): string[][] =>
  lists.reduce<string[][]>(
    (found, list) => found.flatMap((head) => list.map((item) => [...head, item])),
    [[]],
  );

/** The keys under which a document is found by the values of these fields; several where a field is an array. */
export const keysOfPaths = (document: Document, paths: readonly string[]): string[] => {
  const lists = paths.map((path) => keysAt(document, path));
  if (lists.every((list) => list.length === 1)) return [joinKeys(lists.map(([key]) => key ?? ''))];
  return [...new Set(combinations(lists).map(joinKeys))];
};

const NONE: readonly Entry[] = [];

export const createHashIndex = (paths: readonly string[]): HashIndex => {
  // most keys of most indexes have one entry: a set for each would take several times the memory
  const entries = new Map<string, Entry | Set<Entry>>();
  return {
    paths,
    keysOf: (document) => keysOfPaths(document, paths),
    add(key, entry) {
      const there = entries.get(key);
      if (there === undefined) entries.set(key, entry);
      else if (there instanceof Set) there.add(entry);
      else if (there !== entry) entries.set(key, new Set([there, entry]));
    },
    remove(key, entry) {
      const there = entries.get(key);
      if (there === entry) entries.delete(key);
      else if (there instanceof Set) {
        there.delete(entry);
        if (there.size === 0) entries.delete(key);
      }
    },
    get(key) {
      const there = entries.get(key);
      if (there === undefined) return NONE;
      return there instanceof Set ? there : [there];
    },
  };
};
