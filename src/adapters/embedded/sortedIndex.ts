import type { Document } from '../mongodb/driverPart.ts';
import { compareValues, typeRank } from './compareValues.ts';
import type { Comparison } from './compileFilter.ts';
import { type Entry, keysOfPaths } from './hashIndex.ts';
import { createSortedList, type Reached, type SortedItem, type SortedList } from './sortedList.ts';
import { valuesAt } from './valuesAt.ts';

/** Entries by the value of one field, apart for each combination of values of the fields before it. */
export interface SortedIndex {
  add(document: Document, entry: Entry): void;
  remove(document: Document, entry: Entry): void;
  /** Whether both documents have the same places in it. */
  isSame(a: Document, b: Document): boolean;
  /** Whether some field holds an array: an entry then has several places, and no order. */
  readonly hasArrays: boolean;
  /**
   * Entries that may meet comparisons of the field, in its order; some of them may not meet them all.
   * @param key of the fields before it, as `keysOfPaths` gives it
   */
  between(key: string, comparisons: readonly Comparison[], direction: 1 | -1): Generator<Entry>;
}

const indexedValues = (document: Document, path: string): unknown[] => {
  const found = valuesAt(document, path);
  return found.some(Array.isArray) ? found.flatMap((value) => [value, ...[value].flat()]) : found;
};

const always: Reached = () => true;
const never: Reached = () => false;

/** From where and up to where values may meet a comparison: within its operand's type only, as MongoDB compares. */
const boundsOf = ({ operator, operand }: Comparison): { from: Reached; past: Reached } => {
  const rank = typeRank(operand);
  const ofType: Reached = (value) => typeRank(value) >= rank;
  const pastType: Reached = (value) => typeRank(value) > rank;
  const reaches = (order: number): Reached => {
    return (value) => compareValues(value, operand) >= order;
  };
  switch (operator) {
    case '$gte':
      return { from: reaches(0), past: pastType };
    case '$gt':
      return { from: (value) => compareValues(value, operand) > 0, past: pastType };
    case '$lt':
      return { from: ofType, past: reaches(0) };
    case '$lte':
      return { from: ofType, past: (value) => compareValues(value, operand) > 0 };
  }
};

export const createSortedIndex = (
  { prefix, path }: { readonly prefix: readonly string[]; readonly path: string },
  entries: Iterable<Entry>,
): SortedIndex => {
  const lists = new Map<string, SortedList>();
  let arrays = 0;

  const places = (document: Document) => ({
    keys: keysOfPaths(document, prefix),
    values: indexedValues(document, path),
  });
  type Places = ReturnType<typeof places>;

  const isArray = ({ keys, values }: Places): boolean => keys.length > 1 || values.some(Array.isArray);

  const listAt = (key: string): SortedList => {
    const there = lists.get(key);
    if (there !== undefined) return there;
    const made = createSortedList();
    lists.set(key, made);
    return made;
  };

  const fill = (): void => {
    const items = new Map<string, SortedItem[]>();
    for (const entry of entries) {
      const at = places(entry.document);
      if (isArray(at)) arrays++;
      for (const key of at.keys) {
        const some = items.get(key) ?? [];
        for (const value of at.values) some.push({ value, entry });
        items.set(key, some);
      }
    }
    for (const [key, some] of items) lists.set(key, createSortedList(some));
  };
  fill();

  return {
    get hasArrays() {
      return arrays > 0;
    },
    add(document, entry) {
      const at = places(document);
      if (isArray(at)) arrays++;
      for (const key of at.keys) for (const value of at.values) listAt(key).add({ value, entry });
    },
    remove(document, entry) {
      const at = places(document);
      if (isArray(at)) arrays--;
      for (const key of at.keys) {
        const list = lists.get(key);
        for (const value of at.values) list?.remove({ value, entry });
        if (list?.size === 0) lists.delete(key);
      }
    },
    isSame(a, b) {
      const [left, right] = [places(a), places(b)];
      return (
        left.keys.length === right.keys.length &&
        left.values.length === right.values.length &&
        left.keys.every((key, at) => key === right.keys[at]) &&
        left.values.every((value, at) => compareValues(value, right.values[at]) === 0)
      );
    },
    *between(key, comparisons, direction) {
      const list = lists.get(key);
      if (list === undefined) return;
      // of an array, one element may meet the one comparison and another one the other
      const bounds = (arrays > 0 ? comparisons.slice(0, 1) : comparisons).map(boundsOf);
      const from: Reached =
        bounds.length === 0 ? always : (value) => bounds.every((bound) => bound.from(value));
      const past: Reached =
        bounds.length === 0 ? never : (value) => bounds.some((bound) => bound.past(value));
      yield* list.between(from, past, direction);
    },
  };
};
