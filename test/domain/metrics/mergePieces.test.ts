import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../../src/domain/metrics/dimensions.ts';
import {
  emptyPiece,
  mergeDimensionRows,
  mergePieces,
  mergeRows,
} from '../../../src/domain/metrics/mergePieces.ts';
import {
  ALL_VALUES,
  countOf,
  foldOf,
  hoursArbitrary,
  pieceArbitrary,
  pieceOf,
  plain,
  plainRows,
  sumOfRows,
  visitOf,
} from './pieceFixtures.ts';

const all = { maxValues: ALL_VALUES };

describe('pieces merged', () => {
  it('are what all their sessions folded at once are, however many values are kept of the whole', () => {
    fc.assert(
      fc.property(hoursArbitrary, fc.integer({ min: 0, max: 12 }), (hours, maxValues) => {
        const pieces = hours.map((hour) => foldOf(hour));
        expect(plain(mergePieces(pieces, { maxValues }))).toEqual(plain(foldOf(hours.flat(), maxValues)));
      }),
      { numRuns: 300 },
    );
  });

  it('are the same in any order and in any groups', () => {
    fc.assert(
      fc.property(pieceArbitrary, pieceArbitrary, pieceArbitrary, (a, b, c) => {
        const whole = plain(mergePieces([a, b, c], all));
        expect(plain(mergePieces([c, a, b], all))).toEqual(whole);
        expect(plain(mergePieces([mergePieces([a, b], all), c], all))).toEqual(whole);
        expect(plain(mergePieces([a, mergePieces([b, c], all)], all))).toEqual(whole);
      }),
    );
  });

  it('sum to the total with other, whatever was cut before and is cut now', () => {
    fc.assert(
      fc.property(hoursArbitrary, fc.nat(4), fc.nat(4), (hours, ofHour, ofDay) => {
        const day = mergePieces(
          hours.map((hour) => foldOf(hour, ofHour)),
          { maxValues: ofDay },
        );
        const { total, bots, quality } = plain(day);
        for (const dimension of DIMENSIONS) expect(sumOfRows(day.dimensions[dimension])).toEqual(total);
        const uncut = plain(foldOf(hours.flat()));
        expect({ total, bots, quality }).toEqual({
          total: uncut.total,
          bots: uncut.bots,
          quality: uncut.quality,
        });
      }),
    );
  });

  it('leave the pieces as they are', () => {
    fc.assert(
      fc.property(pieceArbitrary, pieceArbitrary, (a, b) => {
        const before = [plain(a), plain(b)];
        mergePieces([a, b, a], { maxValues: 2 });
        expect([plain(a), plain(b)]).toEqual(before);
      }),
    );
  });

  it('of no time are an empty piece, which adds nothing to another', () => {
    const piece = pieceOf([visitOf(1), visitOf(2, { campaign: 'a' })]);
    expect(plain(emptyPiece())).toEqual(plain(pieceOf([])));
    expect(plain(mergePieces([emptyPiece(), piece], all))).toEqual(plain(piece));
  });
});

describe('rows merged', () => {
  it('count each visitor once and every visit', () => {
    const row = mergeRows([pieceOf([visitOf(1), visitOf(2)]).total, pieceOf([visitOf(2), visitOf(3)]).total]);
    expect(countOf(row, 'totalVisits')).toBe(4);
    expect(row.visitors.toArray()).toEqual([1, 2, 3]);
  });

  it('of a dimension are ranked by their sums: a value that is third in every hour may be the first of the day', () => {
    const campaigns = (...names: readonly string[]) =>
      pieceOf(names.map((campaign, index) => visitOf(index, { campaign }))).dimensions.campaign;
    const merged = mergeDimensionRows([campaigns('a', 'a', 'c'), campaigns('b', 'b', 'c'), campaigns('c')], {
      maxValues: 1,
    });
    expect(plainRows(merged)).toMatchObject({ rows: [['c', {}]], other: { visitors: [0, 1] } });
    expect(countOf(merged.other, 'totalVisits')).toBe(4);
  });
});
