import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS, NONE, OTHER, UNKNOWN } from '../../../src/domain/metrics/dimensions.ts';
import { createFold, UnnumberedVisitor } from '../../../src/domain/metrics/foldPiece.ts';
import { MAX_VALUES_WHILE_FOLDING, PRUNED_TO } from '../../../src/domain/metrics/rowTable.ts';
import { countsOf } from './countsOf.ts';
import {
  ALL_VALUES,
  countOf,
  foldedArbitrary,
  foldOf,
  numbered,
  orderOf,
  pieceOf,
  plain,
  sessionOf,
  sumOfRows,
  visitOf,
} from './pieceFixtures.ts';

describe('the fold of sessions', () => {
  it('counts three visits of two visitors as three total and two unique', () => {
    const { total } = pieceOf([
      sessionOf({ numbered: numbered(1, true) }),
      visitOf(1),
      sessionOf({ numbered: numbered(2, true) }),
    ]);
    expect(countOf(total, 'totalVisits')).toBe(3);
    expect(total.visitors.toArray()).toEqual([1, 2]);
    expect(total.newVisitors.toArray()).toEqual([1, 2]);
  });

  it('counts every measure of a session', () => {
    const { total } = pieceOf([
      sessionOf({
        newBrowser: true,
        pageViews: 4,
        durationMs: 90_000,
        engagedMs: 30_000,
        productViews: 2,
        cartAdds: 3,
        checkoutStarted: true,
        converted: true,
      }),
      sessionOf({ pageViews: 1, durationMs: 10, engagedMs: 5, bounce: true }),
    ]);
    expect(total.counts).toEqual(
      countsOf({
        totalVisits: 2,
        newSessions: 1,
        pageViews: 5,
        durationMs: 90_010,
        engagedMs: 30_005,
        bounces: 1,
        productSessions: 1,
        cartSessions: 1,
        checkoutSessions: 1,
        convertedSessions: 1,
        reachedProduct: 1,
        reachedCart: 1,
        reachedCheckout: 1,
      }),
    );
  });

  it('counts the same full set under each value of each dimension', () => {
    const { dimensions } = pieceOf([
      visitOf(1, { device: 'mobile', pageViews: 2 }),
      visitOf(2, { device: 'desktop', pageViews: 3 }),
      visitOf(1, { device: 'mobile', pageViews: 4 }),
    ]);
    const rows = [...dimensions.device.rows];
    expect(rows.map(([value]) => value)).toEqual(['mobile', 'desktop']);
    expect(rows.map(([, row]) => countOf(row, 'pageViews'))).toEqual([6, 3]);
    expect(rows.map(([, { visitors }]) => visitors.toArray())).toEqual([[1], [2]]);
    expect([...dimensions.country.rows.keys()]).toEqual([UNKNOWN]);
    expect([...dimensions.campaign.rows.keys()]).toEqual([NONE]);
  });

  it('counts a bot among the bots, under each of its reasons once, and nowhere else', () => {
    const piece = pieceOf([
      visitOf(1),
      sessionOf({ botReasons: ['user agent', 'no cookies', 'user agent'], eventsSeen: 7 }),
      // A bot is never numbered.
      { ...sessionOf({ botReasons: ['user agent'], eventsSeen: 2 }), numbered: numbered(-1) },
    ]);
    expect(piece.bots).toEqual({
      sessions: 2,
      hits: 9,
      reasons: { 'user agent': { sessions: 2, hits: 9 }, 'no cookies': { sessions: 1, hits: 7 } },
    });
    expect(plain({ ...piece, bots: { sessions: 0, hits: 0, reasons: {} } })).toEqual(
      plain(pieceOf([visitOf(1)])),
    );
  });

  it('sums quality counts by name', () => {
    const piece = foldOf([
      { quality: { accepted: 5, late: 1 } },
      { quality: { accepted: 2, 'refused:no-site': 3 } },
    ]);
    expect(piece.quality).toEqual({ accepted: 7, late: 1, 'refused:no-site': 3 });
  });

  it.each([undefined, -1, 0.5, 2 ** 32, Number.NaN])('refuses a person whose number is %s', (number) => {
    const { numbered: _, ...unnumbered } = sessionOf();
    const session = number === undefined ? unnumbered : visitOf(number);
    expect(() => pieceOf([session])).toThrow(UnnumberedVisitor);
  });

  it('gives what was added so far, again and again, and goes on', () => {
    const fold = createFold({ currency: 'EUR' });
    fold.add(visitOf(1));
    const first = fold.piece({ maxValues: 10 });
    const before = plain(first);
    fold.add(visitOf(2));
    expect(plain(first)).toEqual(before);
    expect(plain(fold.piece({ maxValues: 10 }))).toEqual(plain(pieceOf([visitOf(1), visitOf(2)])));
  });

  it('is the same in any order', () => {
    const shuffledArbitrary = fc
      .array(foldedArbitrary, { maxLength: 30 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.integer({ min: 0, max: 6 }),
        ),
      );
    fc.assert(
      fc.property(shuffledArbitrary, ([all, shuffled, maxValues]) => {
        expect(plain(foldOf(shuffled, maxValues))).toEqual(plain(foldOf(all, maxValues)));
      }),
    );
  });
});

describe('the fold of orders', () => {
  it('counts an order and its revenue under its session’s values, also where the session began in another hour', () => {
    const piece = foldOf([
      { session: visitOf(1, { channel: 'direct' }) },
      { order: orderOf({ amountMinor: 900, refundedMinor: 100 }), of: visitOf(2, { channel: 'email' }) },
      { order: orderOf({ currency: 'USD' }), of: undefined },
    ]);
    expect([countOf(piece.total, 'orders'), countOf(piece.total, 'revenueMinor')]).toEqual([2, 800]);
    const { rows } = piece.dimensions.channel;
    expect([...rows.keys()]).toEqual(['direct', UNKNOWN, 'email']);
    expect(rows.get('email')?.counts).toEqual(countsOf({ orders: 1, revenueMinor: 800 }));
    expect(rows.get('email')?.visitors.isEmpty).toBe(true);
    expect(piece.total.visitors.toArray()).toEqual([1]);
  });

  it('counts an order of a bot’s session too, which is the shop’s', () => {
    const piece = foldOf([{ order: orderOf(), of: sessionOf({ botReasons: ['user agent'] }) }]);
    expect(countOf(piece.total, 'orders')).toBe(1);
    expect(piece.bots.sessions).toBe(0);
  });
});

describe('the largest values of a dimension', () => {
  const campaign = (value: string, times: number, from = 0) =>
    Array.from({ length: times }, (_, index) => visitOf(from + index, { campaign: value }));

  it('are kept, and the rest is in other with its visitors', () => {
    const { dimensions } = pieceOf(
      [...campaign('b', 2), ...campaign('c', 1, 7), ...campaign('a', 1, 8), ...campaign('d', 1, 7)],
      2,
    );
    expect([...dimensions.campaign.rows.keys()]).toEqual(['b', 'a']);
    expect(countOf(dimensions.campaign.other, 'totalVisits')).toBe(2);
    expect(dimensions.campaign.other.visitors.toArray()).toEqual([7]);
  });

  it('may be called like other or like what an object has', () => {
    const names = [OTHER, '__proto__', 'constructor', ''];
    const { dimensions } = pieceOf(
      names.flatMap((name, index) => campaign(name, 5 - index)),
      3,
    );
    expect([...dimensions.campaign.rows.keys()]).toEqual([OTHER, '__proto__', 'constructor']);
    expect(countOf(dimensions.campaign.rows.get(OTHER), 'totalVisits')).toBe(5);
    expect(countOf(dimensions.campaign.other, 'totalVisits')).toBe(2);
  });

  it('sum to the total with other, under any cutting', () => {
    fc.assert(
      fc.property(
        fc.array(foldedArbitrary, { maxLength: 40 }),
        fc.integer({ min: 0, max: 8 }),
        (all, maxValues) => {
          const piece = foldOf(all, maxValues);
          for (const dimension of DIMENSIONS) {
            const rows = piece.dimensions[dimension];
            expect(rows.rows.size).toBeLessThanOrEqual(maxValues);
            expect(sumOfRows(rows)).toEqual(plain(piece).total);
          }
        },
      ),
    );
  });

  describe('where a client makes up values without end', () => {
    const madeUp = (count: number, from = 0) =>
      Array.from({ length: count }, (_, index) =>
        visitOf(from + index, { campaign: `made up ${from + index}` }),
      );
    const honest = Array.from({ length: 300 }, (_, index) =>
      visitOf(index % 20, { campaign: `ours ${index % 3}` }),
    );

    it('are few in memory, and sum to the total with other', () => {
      const fold = createFold({ currency: 'EUR' });
      for (const session of [...honest, ...madeUp(95_000)]) fold.add(session);
      const piece = fold.piece({ maxValues: ALL_VALUES });
      const { rows, other } = piece.dimensions.campaign;
      expect(rows.size).toBeLessThanOrEqual(MAX_VALUES_WHILE_FOLDING);
      expect(rows.size).toBeGreaterThanOrEqual(PRUNED_TO);
      expect(sumOfRows(piece.dimensions.campaign)).toEqual(plain(piece).total);
      expect(other.visitors.size).toBe(countOf(other, 'totalVisits'));
    });

    it('are still those with most visits', () => {
      const { dimensions } = pieceOf([...honest, ...madeUp(45_000)], 3);
      expect(
        [...dimensions.campaign.rows].map(([value, row]) => [value, countOf(row, 'totalVisits')]),
      ).toEqual([
        ['ours 0', 100],
        ['ours 1', 100],
        ['ours 2', 100],
      ]);
      expect(dimensions.campaign.rows.get('ours 0')?.visitors.size).toBe(20);
    });

    it('keep of a value that was cut its later sessions, and other has the earlier ones', () => {
      const late = (number: number) => visitOf(number, { campaign: 'zz' });
      const filling = Array.from({ length: MAX_VALUES_WHILE_FOLDING - 1 }, (_, index) =>
        visitOf(index, { campaign: `made up ${index}` }),
      );
      const { dimensions } = pieceOf([late(99_001), ...filling, ...madeUp(1, 70_000), late(99_002)]);
      expect(dimensions.campaign.rows.get('zz')?.visitors.toArray()).toEqual([99_002]);
      expect(dimensions.campaign.other.visitors.has(99_001)).toBe(true);
    });

    it('cut an order’s value without visits first, and count it in other', () => {
      const { dimensions, total } = foldOf([
        { order: orderOf(), of: visitOf(0, { campaign: 'a' }) },
        ...madeUp(MAX_VALUES_WHILE_FOLDING).map((session) => ({ session })),
      ]);
      expect(countOf(dimensions.campaign.rows.get('a'), 'orders')).toBeUndefined();
      expect(countOf(dimensions.campaign.other, 'orders')).toBe(1);
      expect(countOf(total, 'orders')).toBe(1);
    });
  });
});
