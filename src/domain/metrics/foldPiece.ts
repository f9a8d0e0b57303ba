import { byDimension } from './byDimension.ts';
import { DIMENSIONS } from './dimensions.ts';
import { MEASURE_INDEX, MEASURES, ORDER_MEASURES, SESSION_MEASURES } from './measures.ts';
import { mergeQuality, mergeRows } from './mergePieces.ts';
import type { OrderFact } from './orderFact.ts';
import { dimensionValueOf, orderValueOf } from './orderValues.ts';
import type { BotCount, BotCounts, Counts, Piece, QualityCounts } from './piece.ts';
import { createRowTable } from './rowTable.ts';
import type { NumberedVisitor, SessionFact } from './sessionFact.ts';
import { createVisitLog } from './visitLog.ts';

/** A person's session came to be folded before its visitor had a number. */
export class UnnumberedVisitor extends Error {
  override readonly name = 'UnnumberedVisitor';
}

/** The metrics of some time in the making. */
export interface Fold {
  /**
   * Counts a session that started in this time. A bot's is counted among the bots and nowhere else.
   * @throws UnnumberedVisitor where its visitor has no number from 0 to 2^32 - 1
   */
  add(session: SessionFact): void;
  /**
   * Counts an order that was placed in this time, under the values of its session.
   * @param session in which it was placed, started in this time or not; absent where none is known
   */
  addOrder(order: OrderFact, session: SessionFact | undefined): void;
  addQuality(counts: QualityCounts): void;
  /**
   * The metrics of what was added so far.
   * @param options.maxValues how many values of each dimension are kept: those with most visits
   */
  piece(options: { readonly maxValues: number }): Piece;
}

/** Writes what a table of measures says of something into a row's counters. */
const measureWith = <Subject extends readonly unknown[]>(measures: {
  readonly [name: string]: (...subject: Subject) => number;
}): ((counts: Counts, ...subject: Subject) => void) => {
  const indexed = Object.entries(measures).map(([name, of]) => ({
    index: MEASURE_INDEX[name as keyof typeof MEASURE_INDEX],
    of,
  }));
  return (counts, ...subject) => {
    for (const { index, of } of indexed) counts[index] = of(...subject);
  };
};
const measureSession = measureWith<[SessionFact]>(SESSION_MEASURES);
const measureOrder = measureWith<[OrderFact, string]>(ORDER_MEASURES);

const numberOf = ({ id, numbered }: SessionFact): NumberedVisitor => {
  // The shift turns whatever is not an unsigned integer of 32 bits into another number.
  if (numbered === undefined || numbered.number >>> 0 !== numbered.number) {
    throw new UnnumberedVisitor(`the visitor of session ${id} has no number: ${numbered?.number}`);
  }
  return numbered;
};

const countBots = () => {
  let all: BotCount = { sessions: 0, hits: 0 };
  const byReason = new Map<string, BotCount>();
  const plus = ({ sessions, hits }: BotCount, more: number): BotCount => ({
    sessions: sessions + 1,
    hits: hits + more,
  });
  return {
    add: (reasons: readonly string[], hits: number): void => {
      all = plus(all, hits);
      for (const reason of new Set(reasons)) {
        byReason.set(reason, plus(byReason.get(reason) ?? { sessions: 0, hits: 0 }, hits));
      }
    },
    counts: (): BotCounts => ({ ...all, reasons: Object.fromEntries(byReason) }),
  };
};

/**
 * Folds sessions, orders and quality counts into metrics (design, section 3). In any order they give the same.
 *
 * A client may make up values of a dimension (`utm_campaign`) without end. Of each dimension a fold holds 20,000 at most: for
 * one more, the 10,000 with most visits so far are kept and the others go to `other`. Whatever is sent, the total is exact, the
 * rows and `other` sum to it in every measure, and the visitors of `other` are exactly those of the sessions counted there.
 * Only past that bound does the order of sessions matter: a value that was cut and comes again has only its later sessions in
 * its row, the earlier ones stay in `other`.
 * @param currency the site's: revenue is of orders in it
 */
export const createFold = ({ currency }: { readonly currency: string }): Fold => {
  const tables = byDimension(createRowTable);
  const log = createVisitLog();
  const bots = countBots();
  let quality: QualityCounts = {};
  // One each for all sessions and orders: what is not theirs stays 0.
  const ofSession = new Float64Array(MEASURES.length);
  const ofOrder = new Float64Array(MEASURES.length);

  return {
    add: (session) => {
      if (session.botReasons !== undefined) {
        bots.add(session.botReasons, session.eventsSeen);
        return;
      }
      const { number, first } = numberOf(session);
      log.add(number, first);
      measureSession(ofSession, session);
      for (const dimension of DIMENSIONS) {
        tables[dimension].addSession(dimensionValueOf(dimension, session), ofSession);
      }
    },
    addOrder: (order, session) => {
      measureOrder(ofOrder, order, currency);
      for (const dimension of DIMENSIONS) {
        tables[dimension].addOrder(orderValueOf(dimension, order, session), ofOrder);
      }
    },
    addQuality: (counts) => {
      quality = mergeQuality([quality, counts]);
    },
    piece: ({ maxValues }) => {
      const visits = log.byVisitor();
      const dimensions = byDimension((dimension) => tables[dimension].rows(visits, maxValues));
      // Each session and order is in one row of every dimension; devices are the fewest.
      const { rows, other } = dimensions.device;
      return {
        total: mergeRows([...rows.values(), other]),
        dimensions,
        bots: bots.counts(),
        quality,
      };
    },
  };
};
