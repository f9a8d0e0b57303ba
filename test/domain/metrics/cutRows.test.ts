import { describe, expect, it } from 'vitest';
import { cutRows } from '../../../src/domain/metrics/cutRows.ts';

const valuesOf = (rows: readonly { readonly value: string }[]) => rows.map(({ value }) => value);
const row = (value: string, visits: number) => ({ value, visits });

describe('the rows of a dimension that are kept', () => {
  it('are those with most visits, largest first', () => {
    const { kept, cut } = cutRows([row('a', 1), row('b', 3), row('c', 2)], 2);
    expect([valuesOf(kept), valuesOf(cut)]).toEqual([['b', 'c'], ['a']]);
  });

  it('are of as many visits the first by code units, on every machine', () => {
    const rows = ['ä', 'b', 'B', '😀', 'a', '\uffff', ''].map((value) => row(value, 0));
    expect(valuesOf(cutRows(rows, 5).kept)).toEqual(['', 'B', 'a', 'b', 'ä']);
    expect(valuesOf(cutRows(rows.toReversed(), 7).kept)).toEqual(['', 'B', 'a', 'b', 'ä', '😀', '\uffff']);
  });

  it('are all where there are no more', () => {
    expect(cutRows([row('a', 1)], 1)).toEqual({ kept: [row('a', 1)], cut: [] });
  });
});
