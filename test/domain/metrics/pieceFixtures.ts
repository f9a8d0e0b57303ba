import * as fc from 'fast-check';
import type { BrowserId, SessionId, VisitorId } from '../../../src/domain/ids.ts';
import { DIMENSIONS } from '../../../src/domain/metrics/dimensions.ts';
import { createFold } from '../../../src/domain/metrics/foldPiece.ts';
import { MEASURE_INDEX, MEASURES, type Measure } from '../../../src/domain/metrics/measures.ts';
import type { OrderFact } from '../../../src/domain/metrics/orderFact.ts';
import type { DimensionRows, Piece, QualityCounts, Row } from '../../../src/domain/metrics/piece.ts';
import type { NumberedVisitor, SessionFact } from '../../../src/domain/metrics/sessionFact.ts';
import type { VisitorSet } from '../../../src/domain/metrics/visitorSet.ts';

/** More values than any test makes. */
export const ALL_VALUES = 1_000_000;

export const numbered = (number: number, first = false): NumberedVisitor => ({
  visitor: `v${number}` as VisitorId,
  number,
  first,
});

/** A session of visitor 0 that did nothing, or what the parts say. */
export const sessionOf = (parts: Partial<SessionFact> = {}): SessionFact => ({
  id: 's' as SessionId,
  browser: 'b' as BrowserId,
  visitor: 'v0' as VisitorId,
  numbered: numbered(0),
  startedAt: 0,
  lastSeenAt: 0,
  durationMs: 0,
  engagedMs: 0,
  pageViews: 0,
  bounce: false,
  newBrowser: false,
  productViews: 0,
  cartAdds: 0,
  checkoutStarted: false,
  converted: false,
  orders: [],
  eventsSeen: 1,
  ...parts,
});

/** A session of another visitor. */
export const visitOf = (number: number, parts: Partial<SessionFact> = {}): SessionFact =>
  sessionOf({ numbered: numbered(number), ...parts });

/** An order of 10.00 EUR, or what the parts say. */
export const orderOf = (parts: Partial<OrderFact> = {}): OrderFact => ({
  orderId: 'o',
  amountMinor: 1_000,
  currency: 'EUR',
  placedAt: 0,
  refundedMinor: 0,
  ...parts,
});

/** What is folded, in its order. */
export type Folded =
  | { readonly session: SessionFact }
  | { readonly order: OrderFact; readonly of: SessionFact | undefined }
  | { readonly quality: QualityCounts };

/** @param maxValues without it all values are kept */
export const foldOf = (all: readonly Folded[], maxValues = ALL_VALUES): Piece => {
  const fold = createFold({ currency: 'EUR' });
  for (const folded of all) {
    if ('session' in folded) fold.add(folded.session);
    else if ('order' in folded) fold.addOrder(folded.order, folded.of);
    else fold.addQuality(folded.quality);
  }
  return fold.piece({ maxValues });
};

/** The fold of these sessions alone. */
export const pieceOf = (sessions: readonly SessionFact[], maxValues?: number): Piece =>
  foldOf(
    sessions.map((session) => ({ session })),
    maxValues,
  );

/** One number of a row. */
export const countOf = (row: Row | undefined, measure: Measure): number | undefined =>
  row?.counts[MEASURE_INDEX[measure]];

const plainSet = (set: VisitorSet): number[] => set.toArray();
const plainRow = ({ counts, visitors, newVisitors }: Row) => ({
  counts: [...counts],
  visitors: plainSet(visitors),
  newVisitors: plainSet(newVisitors),
});

/** A dimension's rows as values that can be compared, in their order. */
export const plainRows = ({ rows, other }: DimensionRows) => ({
  rows: Array.from(rows, ([value, row]) => [value, plainRow(row)] as const),
  other: plainRow(other),
});

const byName = <T>(named: { readonly [name: string]: T }) =>
  Object.entries(named).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));

/** A piece as values that can be compared. */
export const plain = ({ total, dimensions, bots, quality }: Piece) => ({
  total: plainRow(total),
  dimensions: DIMENSIONS.map((dimension) => [dimension, plainRows(dimensions[dimension])] as const),
  bots: { ...bots, reasons: byName(bots.reasons) },
  quality: byName(quality),
});

/** Sums over a dimension's rows and `other`, and everyone in them. */
export const sumOfRows = ({ rows, other }: DimensionRows) => {
  const all = [...rows.values(), other].map(plainRow);
  const everyone = (name: 'visitors' | 'newVisitors'): number[] =>
    [...new Set(all.flatMap((row) => row[name]))].sort((a, b) => a - b);
  return {
    counts: MEASURES.map((_, index) => all.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0)),
    visitors: everyone('visitors'),
    newVisitors: everyone('newVisitors'),
  };
};

/** Few values, so that sessions share them; among them what a client may send to break something. */
const valueArbitrary = fc.constantFrom('a', 'b', 'c', 'd', 'é', '', '(other)', '(none)', '__proto__', '😀');

/** Sessions of a few visitors with all there is to count, some of them bots'. */
export const sessionArbitrary: fc.Arbitrary<SessionFact> = fc
  .record(
    {
      numbered: fc.record({ number: fc.nat(12), first: fc.boolean() }),
      durationMs: fc.nat(1_000_000),
      engagedMs: fc.nat(1_000_000),
      pageViews: fc.nat(20),
      bounce: fc.boolean(),
      newBrowser: fc.boolean(),
      productViews: fc.nat(2),
      cartAdds: fc.nat(2),
      checkoutStarted: fc.boolean(),
      converted: fc.boolean(),
      eventsSeen: fc.nat(50),
      device: valueArbitrary,
      browserName: valueArbitrary,
      os: valueArbitrary,
      country: valueArbitrary,
      channel: valueArbitrary,
      source: valueArbitrary,
      campaign: valueArbitrary,
      landingPage: valueArbitrary,
      exitPage: valueArbitrary,
      bot: fc.option(fc.array(fc.constantFrom('user agent', 'no cookies', '__proto__'), { maxLength: 3 }), {
        freq: 5,
        nil: undefined,
      }),
    },
    { requiredKeys: ['numbered'] },
  )
  .map(({ numbered: { number, first }, bot, ...parts }) =>
    sessionOf({
      ...parts,
      numbered: numbered(number, first),
      ...(bot === undefined ? {} : { botReasons: bot }),
    }),
  );

const orderArbitrary: fc.Arbitrary<OrderFact> = fc
  .record({
    amountMinor: fc.nat(100_000),
    refundedMinor: fc.nat(100_000),
    currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  })
  .map((parts) => orderOf({ ...parts, refundedMinor: Math.min(parts.refundedMinor, parts.amountMinor) }));

/** Sessions, orders with and without a known session, quality counts. */
export const foldedArbitrary: fc.Arbitrary<Folded> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ session: sessionArbitrary }) },
  {
    weight: 2,
    arbitrary: fc.record({
      order: orderArbitrary,
      of: fc.option(sessionArbitrary, { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      quality: fc.dictionary(fc.constantFrom('accepted', 'late', 'refused:no-site', '__proto__'), fc.nat(9)),
    }),
  },
);

/** The same things, some in each hour. */
export const hoursArbitrary: fc.Arbitrary<Folded[][]> = fc.array(
  fc.array(foldedArbitrary, { maxLength: 15 }),
  { maxLength: 6 },
);

export const pieceArbitrary: fc.Arbitrary<Piece> = fc
  .array(foldedArbitrary, { maxLength: 30 })
  .map((all) => foldOf(all));
