import { decode, encode } from '@msgpack/msgpack';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../../src/domain/metrics/dimensions.ts';
import { hourTotalsOf } from '../../../src/domain/metrics/hourTotals.ts';
import {
  decodeCore,
  decodeDimension,
  decodePiece,
  decodeVisitors,
  encodePiece,
  sameButQuality,
  UnreadableSection,
} from '../../../src/domain/metrics/pieceSections.ts';
import {
  ALL_VALUES,
  countOf,
  foldOf,
  hoursArbitrary,
  numbered,
  orderOf,
  pieceOf,
  plain,
  plainRows,
  sessionOf,
  sumOfRows,
  visitOf,
} from './pieceFixtures.ts';

const sectionOf = (sections: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array => {
  const section = sections.get(name);
  if (section === undefined) throw new Error(`no section ${name}`);
  return section;
};

const SHOP = foldOf([
  { session: sessionOf({ numbered: numbered(1, true), campaign: 'a', pageViews: 3 }) },
  { session: visitOf(2, { campaign: 'b', pageViews: 2 }) },
  { order: orderOf({ amountMinor: 700 }), of: visitOf(2, { campaign: 'b' }) },
  { session: sessionOf({ botReasons: ['user agent'], eventsSeen: 3 }) },
  { quality: { accepted: 9 } },
]);

describe('two sections with numbers', () => {
  const core = (...facts: Parameters<typeof foldOf>[0]) => sectionOf(encodePiece(foldOf(facts), []), 'core');
  const visit = { session: sessionOf({ numbered: numbered(1, true), pageViews: 3 }) };

  it('say the same whatever was counted of quality', () => {
    expect(sameButQuality(core(visit), core(visit, { quality: { accepted: 9 } }))).toBe(true);
    expect(sameButQuality(core({ quality: { late: 1 } }), core({ quality: { accepted: 9 } }))).toBe(true);
  });

  it('say something else where another number differs', () => {
    expect(sameButQuality(core(visit), core(visit, { order: orderOf(), of: undefined }))).toBe(false);
    expect(sameButQuality(core(visit), core())).toBe(false);
  });

  it('say something else where one cannot be read', () => {
    const unreadable = new Uint8Array([0xc1]);
    expect(sameButQuality(unreadable, core(visit))).toBe(false);
    expect(sameButQuality(core(visit), unreadable)).toBe(false);
  });
});

it.each(['core', 'visitors'])(
  'a piece without its section %s is unreadable, and says which it needs',
  (name) => {
    const sections = new Map(encodePiece(SHOP, []));
    sections.delete(name);
    expect(() => decodePiece(sections)).toThrow(UnreadableSection);
    expect(() => decodePiece(sections)).toThrow('a piece needs the sections core and visitors');
  },
);

describe('a piece in sections', () => {
  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(hoursArbitrary, fc.constantFrom(2, ALL_VALUES), (hours, maxValues) => {
        const piece = foldOf(hours.flat(), maxValues);
        expect(plain(decodePiece(encodePiece(piece, [])))).toEqual(plain(piece));
      }),
      { numRuns: 200 },
    );
  });

  it('has numbers, visitors and each dimension apart', () => {
    const sections = encodePiece(SHOP, []);
    expect([...sections.keys()]).toEqual(['core', 'visitors', ...DIMENSIONS]);
    expect(decodeCore(sectionOf(sections, 'core'))).toEqual({
      counts: SHOP.total.counts,
      uniqueVisits: 2,
      newVisitors: 1,
      bots: SHOP.bots,
      quality: { accepted: 9 },
      hours: [],
    });
    const { visitors, newVisitors } = decodeVisitors(sectionOf(sections, 'visitors'));
    expect([visitors.toArray(), newVisitors.toArray()]).toEqual([[1, 2], [1]]);
    expect(plainRows(decodeDimension(sectionOf(sections, 'campaign')))).toEqual(
      plainRows(SHOP.dimensions.campaign),
    );
  });

  it('keeps the totals of a day’s hours', () => {
    const hours = [
      hourTotalsOf(0, SHOP),
      hourTotalsOf(3_600_000, pieceOf([])),
      hourTotalsOf(7_200_000, SHOP),
    ];
    expect(decodeCore(sectionOf(encodePiece(SHOP, hours), 'core')).hours).toEqual(hours);
  });

  it('is read from wherever the bytes lie', () => {
    const section = sectionOf(encodePiece(SHOP, []), 'campaign');
    for (const offset of [1, 3, 8]) {
      const elsewhere = Buffer.alloc(offset + section.length);
      elsewhere.set(section, offset);
      expect(plainRows(decodeDimension(elsewhere.subarray(offset)))).toEqual(
        plainRows(SHOP.dimensions.campaign),
      );
    }
  });

  it('is the same bytes for the same piece', () => {
    const sessions = [visitOf(1, { campaign: 'a' }), visitOf(2, { campaign: 'b' }), visitOf(3)];
    expect(encodePiece(pieceOf(sessions), [])).toEqual(encodePiece(pieceOf(sessions.toReversed()), []));
  });
});

describe('a piece that another version wrote', () => {
  const sections = encodePiece(SHOP, []);
  /** A section's counters under other names. */
  const rewritten = (name: string, rename: (measure: string) => string): Uint8Array => {
    const stored = decode(sectionOf(sections, name)) as { counts: { measures: string[] } };
    const { counts } = stored;
    return encode({ ...stored, counts: { ...counts, measures: counts.measures.map(rename) } });
  };

  it('has 0 for a measure that was not known, and all others where they belong', () => {
    const older = decodeDimension(
      rewritten('campaign', (measure) => (measure === 'pageViews' ? 'wasCalledOtherwise' : measure)),
    );
    const row = older.rows.get('b');
    expect([countOf(row, 'pageViews'), countOf(row, 'totalVisits'), countOf(row, 'revenueMinor')]).toEqual([
      0, 1, 700,
    ]);
  });

  it('finds its measures by name, in whatever order they were written', () => {
    const swap: { readonly [measure: string]: string } = { pageViews: 'bounces', bounces: 'pageViews' };
    const { counts } = decodeCore(rewritten('core', (measure) => swap[measure] ?? measure));
    const row = { ...SHOP.total, counts };
    expect([countOf(row, 'pageViews'), countOf(row, 'bounces')]).toEqual([0, 5]);
  });

  it('has all in other of a dimension that was not known', () => {
    const older = new Map(sections);
    older.delete('campaign');
    older.set('weather', sectionOf(sections, 'campaign'));
    const piece = decodePiece(older);
    expect(Object.keys(piece.dimensions)).toEqual(DIMENSIONS);
    expect(piece.dimensions.campaign.rows.size).toBe(0);
    expect(sumOfRows(piece.dimensions.campaign)).toEqual(plain(SHOP).total);
  });

  it.each(['core', 'visitors'])('cannot be read without its %s', (name) => {
    const without = new Map(sections);
    without.delete(name);
    expect(() => decodePiece(without)).toThrow(UnreadableSection);
  });

  it('cannot be read in a later format, or from other bytes', () => {
    const section = sectionOf(sections, 'core');
    const later = encode({ ...(decode(section) as object), format: 2 });
    const cut = section.subarray(0, section.length - 5);
    for (const bytes of [later, cut, new Uint8Array(), encode(null), encode({ format: 1 })]) {
      expect(() => decodeCore(bytes)).toThrow(UnreadableSection);
    }
    expect(() => decodeDimension(sectionOf(sections, 'visitors'))).toThrow(UnreadableSection);
  });
});
