import { expect, it } from 'vitest';
import { hourTotalsOf } from '../../../src/domain/metrics/hourTotals.ts';
import { numbered, pieceOf, sessionOf, visitOf } from './pieceFixtures.ts';

it('the totals of an hour are its counters and how many visitors and new visitors it had', () => {
  const piece = pieceOf([visitOf(1), visitOf(1), sessionOf({ numbered: numbered(2, true) })]);
  expect(hourTotalsOf(3_600_000, piece)).toEqual({
    startMs: 3_600_000,
    counts: piece.total.counts,
    uniqueVisits: 2,
    newVisitors: 1,
  });
});
