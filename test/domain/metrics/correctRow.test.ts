import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctDimensionRows, correctRow } from '../../../src/domain/metrics/correctRow.ts';
import type { Correction } from '../../../src/domain/metrics/piece.ts';
import type { LocalDate } from '../../../src/domain/time/localDate.ts';
import {
  countOf,
  foldOf,
  hoursArbitrary,
  orderOf,
  pieceOf,
  plain,
  plainRows,
  sumOfRows,
  visitOf,
} from './pieceFixtures.ts';

const refundOf = (revenueMinor: number, values: Correction['values'], orders = 0): Correction => ({
  day: '2026-01-01' as LocalDate,
  orderId: 'o',
  reason: 'refund',
  at: 0,
  delta: { orders, revenueMinor },
  values,
});
const email = visitOf(1, { channel: 'email' });
const direct = visitOf(2, { channel: 'direct' });
const channelsOf = (maxValues?: number) =>
  foldOf(
    [{ session: email }, { session: email }, { session: direct }, { order: orderOf(), of: email }],
    maxValues,
  ).dimensions.channel;
const correctChannels = (corrections: readonly Correction[], maxValues?: number) =>
  correctDimensionRows(channelsOf(maxValues), { dimension: 'channel', corrections });

describe('a corrected row', () => {
  it('has orders and revenue changed, and the row that is stored stays as it is', () => {
    const { total } = foldOf([{ session: email }, { order: orderOf({ amountMinor: 1_000 }), of: email }]);
    const corrected = correctRow(total, [
      { orders: 0, revenueMinor: -400 },
      { orders: 1, revenueMinor: 50 },
    ]);
    expect([countOf(corrected, 'orders'), countOf(corrected, 'revenueMinor')]).toEqual([2, 650]);
    expect(countOf(total, 'revenueMinor')).toBe(1_000);
    expect(countOf(corrected, 'totalVisits')).toBe(1);
    expect(corrected.visitors).toBe(total.visitors);
  });
});

describe('corrected rows of a dimension', () => {
  it('are those of the values that corrections name', () => {
    const { rows, other } = correctChannels([refundOf(-300, { channel: 'email' })]);
    expect(countOf(rows.get('email'), 'revenueMinor')).toBe(700);
    expect(countOf(rows.get('direct'), 'revenueMinor')).toBe(0);
    expect(countOf(other, 'revenueMinor')).toBe(0);
  });

  it('are one more for a value that the day had not, twice told or once', () => {
    const late = refundOf(500, { channel: 'social' }, 1);
    const { rows } = correctChannels([late, late]);
    expect(countOf(rows.get('social'), 'orders')).toBe(2);
    expect(countOf(rows.get('social'), 'totalVisits')).toBe(0);
  });

  it('leave to other what may be in it, and what names no value of the dimension', () => {
    const corrections = [refundOf(-300, { channel: 'social' }), refundOf(-20, { device: 'mobile' })];
    const { rows, other } = correctChannels(corrections, 1);
    expect([...rows.keys()]).toEqual(['email']);
    expect(countOf(other, 'revenueMinor')).toBe(-320);
  });

  it('sum to the corrected total with other, and change nothing that is stored', () => {
    const correctionArbitrary = fc
      .tuple(fc.integer(), fc.integer({ min: -1, max: 1 }), fc.constantFrom('a', 'b', 'é', '__proto__', 'zz'))
      .map(([revenueMinor, orders, channel]) =>
        refundOf(revenueMinor, channel === 'zz' ? {} : { channel }, orders),
      );
    fc.assert(
      fc.property(
        hoursArbitrary,
        fc.nat(4),
        fc.array(correctionArbitrary, { maxLength: 6 }),
        (hours, maxValues, corrections) => {
          const piece = foldOf(hours.flat(), maxValues);
          const before = plain(piece);
          const channels = correctDimensionRows(piece.dimensions.channel, {
            dimension: 'channel',
            corrections,
          });
          const total = correctRow(
            piece.total,
            corrections.map(({ delta }) => delta),
          );
          expect(sumOfRows(channels).counts).toEqual([...total.counts]);
          expect(plain(piece)).toEqual(before);
        },
      ),
    );
  });

  it('are the stored ones where there is nothing to correct', () => {
    const rows = pieceOf([email]).dimensions.channel;
    expect(plainRows(correctDimensionRows(rows, { dimension: 'channel', corrections: [] }))).toEqual(
      plainRows(rows),
    );
  });
});
