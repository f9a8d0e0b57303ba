import { grown } from './grown.ts';
import { NO_VISITORS, type VisitorSet, visitorSetOf } from './visitorSet.ts';

/** The visitors of the sessions folded so far, in their order: kept once for all dimensions, 5 bytes a session. */
export interface VisitLog {
  /** @param first whether the session is the visitor's first ever */
  add(visitor: number, first: boolean): void;
  /** The sessions so far by their visitors. */
  byVisitor(): SessionsByVisitor;
}

export interface SessionsByVisitor {
  /**
   * The visitors of each row.
   * @param rowOfSession the row of each session, in the order of the log
   * @param rowCount rows are from 0 to this, exclusive
   */
  setsOfRows(rowOfSession: Uint32Array, rowCount: number): VisitorsOfRow[];
}

interface VisitorsOfRow {
  readonly visitors: VisitorSet;
  readonly newVisitors: VisitorSet;
}

export const createVisitLog = (): VisitLog => {
  let numbers: Uint32Array = new Uint32Array(256);
  let firsts: Uint8Array = new Uint8Array(256);
  let length = 0;

  return {
    add: (visitor, first) => {
      numbers = grown(numbers, length + 1);
      firsts = grown(firsts, length + 1);
      numbers[length] = visitor;
      firsts[length] = Number(first);
      length += 1;
    },
    byVisitor: () => {
      // A bitmap takes numbers in ascending order several times as fast: 300,000 sessions are sorted once, not in each dimension.
      const all = ascendingOrder(numbers.subarray(0, length));
      const first = all.filter((session) => firsts[session] === 1);
      return {
        setsOfRows: (rowOfSession, rowCount) => {
          const visitors = groupByRow({ numbers, sessions: all, rowOfSession, rowCount });
          const newVisitors = groupByRow({ numbers, sessions: first, rowOfSession, rowCount });
          return Array.from({ length: rowCount }, (_, row) => setsOf(visitors(row), newVisitors(row)));
        },
      };
    },
  };
};

/** One set serves for both where all sessions are their visitors' first, which is so in most small rows. */
const setsOf = (all: Uint32Array, first: Uint32Array): VisitorsOfRow => {
  const visitors = setOf(all);
  return { visitors, newVisitors: first.length === all.length ? visitors : setOf(first) };
};

const setOf = (numbers: Uint32Array): VisitorSet =>
  numbers.length === 0 ? NO_VISITORS : visitorSetOf(numbers);

const DIGIT_BITS = 11;

/** Where the numbers stand, the smallest first: a radix sort by digits of 11 bits. */
const ascendingOrder = (numbers: Uint32Array): Uint32Array => {
  let order = Uint32Array.from(numbers.keys());
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    const digits = numbers.map((number) => (number >>> shift) & ((1 << DIGIT_BITS) - 1));
    order = countingSort({ items: order, keys: digits, keyCount: 1 << DIGIT_BITS }).sorted;
  }
  return order;
};

const groupByRow = ({
  numbers,
  sessions,
  rowOfSession,
  rowCount,
}: {
  readonly numbers: Uint32Array;
  readonly sessions: Uint32Array;
  readonly rowOfSession: Uint32Array;
  readonly rowCount: number;
}): ((row: number) => Uint32Array) => {
  const { sorted, ends } = countingSort({ items: sessions, keys: rowOfSession, keyCount: rowCount });
  const grouped = sorted.map((session) => numbers[session] as number);
  return (row) => grouped.subarray(row === 0 ? 0 : ends[row - 1], ends[row]);
};

/**
 * Items by their keys, those of one key in the order in which they came.
 * @param keys the key of each item, by the item
 * @returns also where in `sorted` each key's items end
 */
const countingSort = ({
  items,
  keys,
  keyCount,
}: {
  readonly items: Uint32Array;
  readonly keys: Uint32Array;
  readonly keyCount: number;
}): { readonly sorted: Uint32Array<ArrayBuffer>; readonly ends: Uint32Array } => {
  const ends = new Uint32Array(keyCount + 1);
  const next = (key: number): number => {
    const at = ends[key] as number;
    ends[key] = at + 1;
    return at;
  };
  for (const item of items) next((keys[item] as number) + 1);
  for (let key = 0; key < keyCount; key += 1)
    ends[key + 1] = (ends[key + 1] as number) + (ends[key] as number);
  const sorted = new Uint32Array(items.length);
  for (const item of items) sorted[next(keys[item] as number)] = item;
  return { sorted, ends };
};
