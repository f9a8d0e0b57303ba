import type { Document, FindOptions } from '../mongodb/driverPart.ts';
import { chooseIndex, type Plan } from './chooseIndex.ts';
import type { CompiledFilter } from './compileFilter.ts';
import { createHashIndex, type Entry, type HashIndex } from './hashIndex.ts';
import type { NamedIndex } from './NamedIndex.ts';
import { createSortedIndex, type SortedIndex } from './sortedIndex.ts';
import { joinKeys, valueKey } from './valueKey.ts';
import { CODES, WriteRefused } from './writeErrors.ts';

/** Entries that match a filter. */
export interface Selection {
  readonly entries: Iterable<Entry>;
  /** Whether they come in the order that was asked for. */
  readonly sorted: boolean;
}

/** A collection's documents and indexes in memory; knows nothing of the log. */
export interface MemoryCollection {
  readonly name: string;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly indexes: ReadonlyMap<string, NamedIndex>;
  byId(id: unknown): Entry | undefined;
  /** @throws {@link WriteRefused} where a document would get an `_id` or a unique index's key that another one has */
  checkUnique(document: Document, replaced?: Entry): void;
  /** Stores it, in the place of the one with its `_id` if there is one; checks nothing. */
  put(document: Document, logBytes: number): void;
  remove(entry: Entry): void;
  /** The entries that match, found by the best index there is, and in the order asked for if an index has it. */
  select(filter: CompiledFilter, sort?: FindOptions['sort']): Selection;
  addIndex(index: NamedIndex): void;
}

const ID_PATHS = ['_id'];

export const createMemoryCollection = (name: string): MemoryCollection => {
  const entries = new Map<string, Entry>();
  const indexes = new Map<string, NamedIndex>();
  /** By their paths: unique indexes, and those and their beginnings that a filter has asked for so far. */
  const hashes = new Map<string, HashIndex>();
  const unique = new Map<string, HashIndex>();
  /** By their paths: the ranges and orders that a filter has asked for so far. */
  const sorteds = new Map<string, SortedIndex>();
  let nextOrdinal = 0;

  const hashFor = (paths: readonly string[]): HashIndex => {
    const key = joinKeys(paths);
    const known = hashes.get(key);
    if (known !== undefined) return known;
    const made = createHashIndex(paths);
    for (const entry of entries.values()) for (const at of made.keysOf(entry.document)) made.add(at, entry);
    hashes.set(key, made);
    return made;
  };

  const sortedFor = (prefix: readonly string[], path: string): SortedIndex => {
    const key = joinKeys([...prefix, path]);
    const known = sorteds.get(key);
    if (known !== undefined) return known;
    const made = createSortedIndex({ prefix, path }, entries.values());
    sorteds.set(key, made);
    return made;
  };

  const each = function* (keys: readonly string[], get: (key: string) => Iterable<Entry>): Generator<Entry> {
    for (const key of keys) yield* get(key);
  };

  const byPlan = ({ paths, keys, next }: Plan): Selection => {
    if (next === undefined) {
      const index = hashFor(paths);
      return { entries: each(keys, (key) => index.get(key)), sorted: false };
    }
    const { path, comparisons, direction } = next;
    const index = sortedFor(paths, path);
    return {
      entries: each(keys, (key) => index.between(key, comparisons, direction ?? 1)),
      sorted: direction !== undefined && !index.hasArrays,
    };
  };

  const byIds = function* (keys: Iterable<string>): Generator<Entry> {
    for (const key of keys) {
      const entry = entries.get(key);
      if (entry !== undefined) yield entry;
    }
  };

  const byIndex = (filter: CompiledFilter, sort?: FindOptions['sort']): Selection | undefined => {
    const ids = filter.equalities.find(({ path }) => path === '_id');
    if (ids !== undefined) return { entries: byIds(ids.keys), sorted: false };
    const plan = chooseIndex(indexes.values(), filter, sort);
    if (plan !== undefined) return byPlan(plan);
    for (const branches of filter.alternatives) {
      const found = branches.map((branch) => byIndex(branch)?.entries);
      if (found.every((part) => part !== undefined))
        return { entries: found.flatMap((part) => [...part]), sorted: false };
    }
    return undefined;
  };

  /** An array's elements, and branches of an `$or`, can lead to an entry twice. */
  const matching = function* (found: Iterable<Entry>, filter: CompiledFilter): Generator<Entry> {
    const seen = new Set<Entry>();
    for (const entry of found) {
      if (seen.has(entry)) continue;
      seen.add(entry);
      if (filter.matches(entry.document)) yield entry;
    }
  };

  const duplicate = (index: string, paths: readonly string[]): WriteRefused =>
    new WriteRefused(
      CODES.duplicateKey,
      `E11000 duplicate key error collection: ${name} index: ${index} (${paths.join(', ')})`,
    );

  return {
    name,
    entries,
    indexes,
    byId: (id) => entries.get(valueKey(id)),
    checkUnique(document, replaced) {
      const sameId = entries.get(valueKey(document._id));
      if (sameId !== undefined && sameId !== replaced) throw duplicate('_id_', ID_PATHS);
      for (const [indexName, index] of unique)
        for (const key of index.keysOf(document))
          for (const other of index.get(key)) if (other !== replaced) throw duplicate(indexName, index.paths);
    },
    put(document, logBytes) {
      const id = valueKey(document._id);
      const there = entries.get(id);
      const entry = there ?? { document, logBytes, ordinal: nextOrdinal++ };
      for (const index of hashes.values()) {
        const before = there === undefined ? [] : index.keysOf(there.document);
        const after = index.keysOf(document);
        for (const key of before) if (!after.includes(key)) index.remove(key, entry);
        for (const key of after) index.add(key, entry);
      }
      for (const index of sorteds.values()) {
        if (there !== undefined) {
          if (index.isSame(there.document, document)) continue;
          index.remove(there.document, entry);
        }
        index.add(document, entry);
      }
      entry.document = document;
      entry.logBytes = logBytes;
      if (there === undefined) entries.set(id, entry);
    },
    remove(entry) {
      for (const index of hashes.values())
        for (const key of index.keysOf(entry.document)) index.remove(key, entry);
      for (const index of sorteds.values()) index.remove(entry.document, entry);
      entries.delete(valueKey(entry.document._id));
    },
    select(filter, sort) {
      const found = byIndex(filter, sort) ?? { entries: entries.values(), sorted: false };
      return { entries: matching(found.entries, filter), sorted: found.sorted };
    },
    addIndex(index) {
      indexes.set(index.name, index);
      if (index.unique === true) unique.set(index.name, hashFor(Object.keys(index.key)));
    },
  };
};
