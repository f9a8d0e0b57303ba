import type { Document, IndexDescription } from '../mongodb/driverPart.ts';
import type { CompiledFilter, Equality } from './compileFilter.ts';
import { combinations, createHashIndex, type Entry, type HashIndex } from './hashIndex.ts';
import { joinKeys, valueKey } from './valueKey.ts';
import { CODES, WriteRefused } from './writeErrors.ts';

export interface NamedIndex extends IndexDescription {
  readonly name: string;
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
  /** The entries that match, found by the best index there is. */
  select(filter: CompiledFilter): Iterable<Entry>;
  addIndex(index: NamedIndex): void;
}

/** More look-ups than this in one index, for a filter with several `$in`, are not worth it. */
const MAX_LOOKUPS = 1_000;

const ID_PATHS = ['_id'];

interface Plan {
  readonly index: HashIndex;
  readonly keys: readonly string[];
}

export const createMemoryCollection = (name: string): MemoryCollection => {
  const entries = new Map<string, Entry>();
  const indexes = new Map<string, NamedIndex>();
  /** By their paths: unique indexes, and those and their beginnings that a filter has asked for so far. */
  const hashes = new Map<string, HashIndex>();
  const unique = new Map<string, HashIndex>();

  const hashFor = (paths: readonly string[]): HashIndex => {
    const key = joinKeys(paths);
    const known = hashes.get(key);
    if (known !== undefined) return known;
    const made = createHashIndex(paths);
    for (const entry of entries.values()) for (const at of made.keysOf(entry.document)) made.add(at, entry);
    hashes.set(key, made);
    return made;
  };

  const byKeys = function* (index: HashIndex, keys: readonly string[]): Generator<Entry> {
    for (const key of keys) yield* index.get(key);
  };

  /** The longest beginning of an index for which the filter gives all values. */
  const planFor = (index: NamedIndex, equalities: readonly Equality[]): Plan | undefined => {
    const paths: string[] = [];
    const lists: string[][] = [];
    let lookups = 1;
    for (const path of Object.keys(index.key)) {
      const given = equalities.find((equality) => equality.path === path);
      if (given === undefined || lookups * given.keys.size > MAX_LOOKUPS) break;
      lookups *= given.keys.size;
      paths.push(path);
      lists.push([...given.keys]);
    }
    return paths.length === 0
      ? undefined
      : { index: hashFor(paths), keys: combinations(lists).map(joinKeys) };
  };

  const byIds = function* (keys: Iterable<string>): Generator<Entry> {
    for (const key of keys) {
      const entry = entries.get(key);
      if (entry !== undefined) yield entry;
    }
  };

  const byIndex = (filter: CompiledFilter): Iterable<Entry> | undefined => {
    const ids = filter.equalities.find(({ path }) => path === '_id');
    if (ids !== undefined) return byIds(ids.keys);
    let best: Plan | undefined;
    for (const index of indexes.values()) {
      const plan = planFor(index, filter.equalities);
      if (plan !== undefined && plan.index.paths.length > (best?.index.paths.length ?? 0)) best = plan;
    }
    if (best !== undefined) return byKeys(best.index, best.keys);
    for (const branches of filter.alternatives) {
      const found = branches.map(byIndex);
      if (found.every((part) => part !== undefined)) return found.flatMap((part) => [...part]);
    }
    return undefined;
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
      const entry = there ?? { document, logBytes };
      for (const index of hashes.values()) {
        const before = there === undefined ? [] : index.keysOf(there.document);
        const after = index.keysOf(document);
        for (const key of before) if (!after.includes(key)) index.remove(key, entry);
        for (const key of after) index.add(key, entry);
      }
      entry.document = document;
      entry.logBytes = logBytes;
      if (there === undefined) entries.set(id, entry);
    },
    remove(entry) {
      for (const index of hashes.values())
        for (const key of index.keysOf(entry.document)) index.remove(key, entry);
      entries.delete(valueKey(entry.document._id));
    },
    *select(filter) {
      const found = byIndex(filter);
      // an array's elements, and branches of an `$or`, can lead to an entry twice
      for (const entry of found === undefined ? entries.values() : new Set(found))
        if (filter.matches(entry.document)) yield entry;
    },
    addIndex(index) {
      indexes.set(index.name, index);
      if (index.unique === true) unique.set(index.name, hashFor(Object.keys(index.key)));
    },
  };
};
