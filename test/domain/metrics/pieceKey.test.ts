import { describe, expect, it } from 'vitest';
import type { PieceId } from '../../../src/domain/metrics/piece.ts';
import { pieceKey, piecesOfDay, yearOfPiece } from '../../../src/domain/metrics/pieceKey.ts';
import type { LocalDate } from '../../../src/domain/time/localDate.ts';

const day = (text: string): LocalDate => text as LocalDate;

describe('the name of a piece', () => {
  it.each<[string, number, PieceId]>([
    // The first hour of New Year's Day on Kiritimati, when UTC has the year before.
    ['h:1798711200000', 2027, { kind: 'hour', startMs: 1_798_711_200_000, day: day('2027-01-01') }],
    ['d:2026-11-22', 2026, { kind: 'day', day: day('2026-11-22') }],
    ['w:2026-12-28', 2026, { kind: 'week', monday: day('2026-12-28') }],
    ['m:2026-11', 2026, { kind: 'month', month: '2026-11' }],
  ])('is %s, kept under %d', (key, year, id) => {
    expect(pieceKey(id)).toBe(key);
    expect(yearOfPiece(id)).toBe(year);
  });

  it('leads from a day to its week, which may have begun in the year before, and its month', () => {
    const { week, month } = piecesOfDay(day('2027-01-01'));
    expect([pieceKey(week), pieceKey(month)]).toEqual(['w:2026-12-28', 'm:2027-01']);
  });
});
