import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverRange } from '../../../src/domain/metrics/coverRange.ts';
import type { PieceId } from '../../../src/domain/metrics/piece.ts';
import { pieceKey, piecesOfDay } from '../../../src/domain/metrics/pieceKey.ts';
import type { LocalDate } from '../../../src/domain/time/localDate.ts';
import { addDays, daysOf, monthDays, weekDays } from '../../../src/domain/time/localTime.ts';

const day = (text: string): LocalDate => text as LocalDate;

const daysOfPiece = (id: PieceId): LocalDate[] => {
  switch (id.kind) {
    case 'hour':
      return [];
    case 'day':
      return [id.day];
    case 'week':
      return weekDays(id.monday);
    case 'month':
      return monthDays(id.month);
  }
};

/** Every day, week and month that touches a range, each once. */
const piecesAround = (from: LocalDate, to: LocalDate): PieceId[] => {
  const all = daysOf(from, to).flatMap((ofDay): PieceId[] => {
    const { week, month } = piecesOfDay(ofDay);
    return [{ kind: 'day', day: ofDay }, week, month];
  });
  return [...new Map(all.map((id) => [pieceKey(id), id])).values()];
};

/** By brute force, from every day on: the fewest days left out, and with them the fewest pieces. */
const fewest = (from: LocalDate, to: LocalDate, pieces: readonly PieceId[]) => {
  const spans = pieces
    .map((id) => {
      const days = daysOfPiece(id);
      return { first: days[0] as LocalDate, next: addDays(days.at(-1) as LocalDate, 1) };
    })
    .filter(({ first, next }) => first >= from && next <= addDays(to, 1));
  const known = new Map<LocalDate, { missing: number; pieces: number }>();
  const best = (start: LocalDate): { missing: number; pieces: number } => {
    if (start > to) return { missing: 0, pieces: 0 };
    const found = known.get(start);
    if (found !== undefined) return found;
    const rest = best(addDays(start, 1));
    const choices = [{ missing: rest.missing + 1, pieces: rest.pieces }];
    for (const { next } of spans.filter(({ first }) => first === start)) {
      const after = best(next);
      choices.push({ missing: after.missing, pieces: after.pieces + 1 });
    }
    choices.sort((a, b) => a.missing - b.missing || a.pieces - b.pieces);
    const chosen = choices[0] as { missing: number; pieces: number };
    known.set(start, chosen);
    return chosen;
  };
  return best(from);
};

const coverBy = (from: LocalDate, to: LocalDate, pieces: readonly PieceId[]) => {
  const keys = new Set(pieces.map(pieceKey));
  return coverRange({ from, to, has: (id) => keys.has(pieceKey(id)) });
};

const range = fc.tuple(fc.nat({ max: 1_500 }), fc.nat({ max: 130 })).map(([start, length]) => {
  const from = addDays(day('2023-01-01'), start);
  return { from, to: addDays(from, length) };
});
/** A range and some of the pieces around it: of each kind all, most, few or none. */
const stored = range.chain(({ from, to }) => {
  const share = fc.constantFrom(0, 0.2, 0.9, 1);
  const around = piecesAround(from, to);
  const draws = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), {
    minLength: around.length,
    maxLength: around.length,
  });
  return fc.record({ hour: fc.constant(0), day: share, week: share, month: share }).chain((shares) =>
    draws.map((drawn) => ({
      from,
      to,
      pieces: around.filter(({ kind }, index) => (drawn[index] as number) < shares[kind]),
    })),
  );
});

describe('covering a range of days', () => {
  it('takes finished months, then weeks, then days', () => {
    const [from, to] = [day('2026-07-31'), day('2026-11-22')];
    const pieces = piecesAround(from, to);
    const { pieces: taken, missing } = coverBy(from, to, pieces);
    expect(taken.map(pieceKey)).toEqual([
      'd:2026-07-31',
      'm:2026-08',
      'm:2026-09',
      'm:2026-10',
      'd:2026-11-01',
      'w:2026-11-02',
      'w:2026-11-09',
      'w:2026-11-16',
    ]);
    expect(missing).toEqual([]);
  });

  it('never takes a piece that reaches beyond the range', () => {
    const { pieces } = coverBy(
      day('2026-11-17'),
      day('2026-11-22'),
      piecesAround(day('2026-11-01'), day('2026-11-30')),
    );
    expect(pieces.map(({ kind }) => kind)).toEqual(Array(6).fill('day'));
  });

  it('rather takes more pieces than leaves a day out', () => {
    // The month would be one piece, but the week that begins in it is all there is of the days after it.
    const week: PieceId = { kind: 'week', monday: day('2026-09-28') };
    const september = daysOf(day('2026-09-01'), day('2026-09-27')).map(
      (of): PieceId => ({ kind: 'day', day: of }),
    );
    const { pieces, missing } = coverBy(day('2026-09-01'), day('2026-10-04'), [
      { kind: 'month', month: '2026-09' },
      week,
      ...september,
    ]);
    expect(missing).toEqual([]);
    expect(pieces).toEqual([...september, week]);
  });

  it('names the days of which there is nothing', () => {
    const { pieces, missing } = coverBy(day('2026-11-20'), day('2026-11-22'), [
      { kind: 'day', day: day('2026-11-21') },
    ]);
    expect(pieces.map(pieceKey)).toEqual(['d:2026-11-21']);
    expect(missing).toEqual(['2026-11-20', '2026-11-22']);
  });

  it('is empty for a range that is upside down', () => {
    expect(coverRange({ from: day('2026-11-22'), to: day('2026-11-21'), has: () => true })).toEqual({
      pieces: [],
      missing: [],
    });
  });

  it('covers each day exactly once, by stored pieces only, in their order', () => {
    fc.assert(
      fc.property(stored, ({ from, to, pieces }) => {
        const cover = coverBy(from, to, pieces);
        const covered = cover.pieces.flatMap(daysOfPiece);
        expect(covered).toEqual([...covered].sort());
        expect([...covered, ...cover.missing].sort()).toEqual(daysOf(from, to));
        const keys = new Set(pieces.map(pieceKey));
        expect(cover.pieces.filter((id) => !keys.has(pieceKey(id)))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out the fewest days, and takes the fewest pieces, that brute force finds', () => {
    fc.assert(
      fc.property(stored, ({ from, to, pieces }) => {
        const cover = coverBy(from, to, pieces);
        expect({ missing: cover.missing.length, pieces: cover.pieces.length }).toEqual(
          fewest(from, to, pieces),
        );
      }),
      { numRuns: 300 },
    );
  });
});
