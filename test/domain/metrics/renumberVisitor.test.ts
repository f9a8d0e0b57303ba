import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renumberVisitor } from '../../../src/domain/metrics/renumberVisitor.ts';
import type { SessionFact } from '../../../src/domain/metrics/sessionFact.ts';
import {
  ALL_VALUES,
  numbered,
  pieceOf,
  plain,
  sessionArbitrary,
  sessionOf,
  visitOf,
} from './pieceFixtures.ts';

const visitorArbitrary = fc.nat(13);

describe('a piece in which two visitors turn out to be one', () => {
  it('is what folding with the one number gives', () => {
    fc.assert(
      fc.property(
        fc.array(sessionArbitrary, { maxLength: 25 }),
        visitorArbitrary,
        visitorArbitrary,
        fc.constantFrom('keep', 'drop'),
        fc.constantFrom(2, ALL_VALUES),
        (sessions, from, to, becomesNew, maxValues) => {
          const renumbered = (session: SessionFact): SessionFact => {
            const { number = -1, first = false } = session.numbered ?? {};
            if (number !== from && number !== to) return session;
            return { ...session, numbered: numbered(to, becomesNew === 'keep' && first) };
          };
          const piece = pieceOf(sessions, maxValues);
          const before = plain(piece);
          const after = renumberVisitor(piece, { from, to, becomesNew });
          const expected = plain(pieceOf(sessions.map(renumbered), maxValues));
          expect(plain(after ?? piece)).toEqual(expected);
          // Nothing is written for nothing.
          if (after !== undefined) expect(expected).not.toEqual(before);
          expect(plain(piece)).toEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is not another one where the visitor was not in it', () => {
    expect(renumberVisitor(pieceOf([visitOf(1)]), { from: 2, to: 1, becomesNew: 'drop' })).toBeUndefined();
  });

  it('has the one visitor as new no more where its first session proves to be in another piece', () => {
    const piece = pieceOf([sessionOf({ numbered: numbered(1, true) })]);
    const after = renumberVisitor(piece, { from: 2, to: 1, becomesNew: 'drop' });
    expect(after?.total.newVisitors.isEmpty).toBe(true);
    expect(after?.total.visitors.toArray()).toEqual([1]);
  });
});
