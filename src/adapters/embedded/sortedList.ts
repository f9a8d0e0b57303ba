import { compareValues } from './compareValues.ts';
import type { Entry } from './hashIndex.ts';

/** A value, and an entry that has it. */
export interface SortedItem {
  readonly value: unknown;
  readonly entry: Entry;
}

/** Whether a value is reached, in a sorted list: false up to some place, and true from there on. */
export type Reached = (value: unknown) => boolean;

/** Entries by a value of theirs, in MongoDB's order; those with the same value in the order in which they were made. */
export interface SortedList {
  readonly size: number;
  add(item: SortedItem): void;
  remove(item: SortedItem): void;
  /** From where `from` is reached to where `past` is, or the other way round. The list must not change meanwhile. */
  between(from: Reached, past: Reached, direction: 1 | -1): Generator<Entry>;
}

/** A block is moved in memory when something comes into its middle: half a microsecond at this size, however long the list. */
const MAX_BLOCK = 512;

const compareItems = (a: SortedItem, b: SortedItem): number =>
  compareValues(a.value, b.value) || a.entry.ordinal - b.entry.ordinal;

/** The first place of an array from which on a condition holds; its length where it never does. */
const firstAt = <T>(items: readonly T[], holds: (item: T) => boolean): number => {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(items[middle] as T)) to = middle;
    else from = middle + 1;
  }
  return from;
};

/** A list of these items, which it puts in order. Blocks of a bounded size stand behind each other. */
export const createSortedList = (items: SortedItem[] = []): SortedList => {
  const blocks: SortedItem[][] = [];
  let size = items.length;
  items.sort(compareItems);
  for (let at = 0; at < items.length; at += MAX_BLOCK) blocks.push(items.slice(at, at + MAX_BLOCK));

  /** The first block whose last item meets a condition, and the first place in it. */
  const locate = (holds: (item: SortedItem) => boolean): { block: number; at: number } => {
    const block = firstAt(blocks, (one) => holds(one[one.length - 1] as SortedItem));
    return { block, at: firstAt(blocks[block] ?? [], holds) };
  };

  const insert = (item: SortedItem, place: { block: number; at: number }): void => {
    const items = blocks[place.block];
    if (items === undefined) {
      const last = blocks.at(-1);
      if (last === undefined || last.length >= MAX_BLOCK) blocks.push([item]);
      else last.push(item);
      return;
    }
    items.splice(place.at, 0, item);
    if (items.length > MAX_BLOCK) blocks.splice(place.block + 1, 0, items.splice(MAX_BLOCK / 2));
  };

  return {
    get size() {
      return size;
    },
    add(item) {
      insert(
        item,
        locate((other) => compareItems(other, item) >= 0),
      );
      size++;
    },
    remove(item) {
      const { block, at } = locate((other) => compareItems(other, item) >= 0);
      const items = blocks[block];
      if (items?.[at]?.entry !== item.entry) return;
      items.splice(at, 1);
      if (items.length === 0) blocks.splice(block, 1);
      size--;
    },
    *between(from, past, direction) {
      const start = locate(({ value }) => (direction === 1 ? from(value) : past(value)));
      let block = start.block;
      let at = direction === 1 ? start.at : start.at - 1;
      for (;;) {
        while (at < 0) {
          block--;
          const before = blocks[block];
          if (before === undefined) return;
          at = before.length - 1;
        }
        const items = blocks[block];
        if (items === undefined) return;
        const item = items[at];
        if (item === undefined) {
          block++;
          at = 0;
          continue;
        }
        if (direction === 1 ? past(item.value) : !from(item.value)) return;
        yield item.entry;
        at += direction;
      }
    },
  };
};
