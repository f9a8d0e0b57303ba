import { cutRows } from './cutRows.ts';
import { grown } from './grown.ts';
import { MEASURE_INDEX, MEASURES } from './measures.ts';
import type { Counts, DimensionRows, Row } from './piece.ts';
import type { SessionsByVisitor } from './visitLog.ts';

/** A fold holds at most so many values of a dimension at once: beyond them it keeps the largest `PRUNED_TO`. */
export const MAX_VALUES_WHILE_FOLDING = 20_000;
export const PRUNED_TO = 10_000;

/** Rows of one dimension while they are folded. */
export interface RowTable {
  /** Counts one more session; its visitor is the next entry of the log. */
  addSession(value: string, counts: Counts): void;
  /** Counts what brings no visitor: an order. */
  addOrder(value: string, counts: Counts): void;
  /** @param visits of the sessions that were added */
  rows(visits: SessionsByVisitor, maxValues: number): DimensionRows;
}

const WIDTH = MEASURES.length;
/** The row of all that was cut. */
const OTHER_ROW = 0;

/** Adds a row's numbers to those of row `row`. */
const add = (counters: Float64Array, row: number, counts: Counts): void => {
  const at = row * WIDTH;
  for (let index = 0; index < WIDTH; index += 1) {
    counters[at + index] = (counters[at + index] as number) + (counts[index] as number);
  }
};

/**
 * Counters lie in one array, row after row, and of a session only the row is noted: bitmaps are made at the end, each of all
 * its numbers at once.
 */
export const createRowTable = (): RowTable => {
  let rowOfValue = new Map<string, number>();
  let counters: Float64Array = new Float64Array(64 * WIDTH);
  let rowOfSession: Uint32Array = new Uint32Array(256);
  let sessions = 0;

  /** The largest values, their rows from 1 on and largest first; all others go to `OTHER_ROW`. */
  const compacted = (maxValues: number) => {
    const { kept } = cutRows(
      Array.from(rowOfValue, ([value, row]) => ({
        value,
        row,
        visits: counters[row * WIDTH + MEASURE_INDEX.totalVisits] as number,
      })),
      maxValues,
    );
    const rowFrom = new Uint32Array(rowOfValue.size + 1);
    for (const [index, { row }] of kept.entries()) rowFrom[row] = index + 1;

    const sums = new Float64Array((kept.length + 1) * WIDTH);
    for (let row = 0; row < rowFrom.length; row += 1) {
      add(sums, rowFrom[row] as number, counters.subarray(row * WIDTH, (row + 1) * WIDTH));
    }
    return {
      values: kept.map(({ value }) => value),
      sums,
      rows: rowOfSession.subarray(0, sessions).map((row) => rowFrom[row] as number),
    };
  };

  const prune = (): void => {
    const { values, sums, rows } = compacted(PRUNED_TO);
    rowOfValue = new Map(values.map((value, index) => [value, index + 1]));
    counters = sums;
    rowOfSession = rows;
  };

  const rowFor = (value: string): number => {
    const known = rowOfValue.get(value);
    if (known !== undefined) return known;
    if (rowOfValue.size >= MAX_VALUES_WHILE_FOLDING) prune();
    const row = rowOfValue.size + 1;
    rowOfValue.set(value, row);
    counters = grown(counters, (row + 1) * WIDTH);
    return row;
  };

  return {
    addSession: (value, counts) => {
      const row = rowFor(value);
      add(counters, row, counts);
      rowOfSession = grown(rowOfSession, sessions + 1);
      rowOfSession[sessions] = row;
      sessions += 1;
    },
    addOrder: (value, counts) => add(counters, rowFor(value), counts),
    rows: (visits, maxValues) => {
      const { values, sums, rows } = compacted(maxValues);
      const made = visits
        .setsOfRows(rows, values.length + 1)
        .map((sets, row) => ({ counts: sums.subarray(row * WIDTH, (row + 1) * WIDTH), ...sets }));
      return {
        rows: new Map(values.map((value, index) => [value, made[index + 1] as Row])),
        other: made[OTHER_ROW] as Row,
      };
    },
  };
};
