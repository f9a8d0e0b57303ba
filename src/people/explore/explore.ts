import { sessionKey } from '../../aggregate/sessionKey.ts';
import type { Filter } from '../../analytics/wire/parameters.ts';
import { type DayRange, rangeOf } from '../../analytics/wire/rangeOf.ts';
import { type Dimension, OTHER } from '../../domain/metrics/dimensions.ts';
import { createFold, type Fold } from '../../domain/metrics/foldPiece.ts';
import { MAX_VALUES } from '../../domain/metrics/mergePieces.ts';
import { type Metrics, metricsOf } from '../../domain/metrics/metricsOf.ts';
import { dimensionValueOf } from '../../domain/metrics/orderValues.ts';
import type { DimensionRows, Row } from '../../domain/metrics/piece.ts';
import type { SessionFact } from '../../domain/metrics/sessionFact.ts';
import type { Site } from '../../domain/site.ts';
import type { Span } from '../../domain/time/localDate.ts';
import { daySpan, daysOf } from '../../domain/time/localTime.ts';
import type { AggregationRecord } from '../../ports/AggregationRecord.ts';
import type { ExploreAnswer, ExploreRow } from '../operations/exploreOperation.ts';
import { createSettledVisits } from '../visits/settledVisits.ts';
import { startTimeBudget } from '../visits/timeBudget.ts';

interface Question {
  readonly range: DayRange;
  readonly by: Dimension | undefined;
  /** A session must meet all of them. */
  readonly filters: readonly Filter[];
}

/** Whether a session meets all filters; an order of no known session meets those that name what stands for that. */
const meets =
  (filters: readonly Filter[]) =>
  (session: SessionFact | undefined): boolean =>
    filters.every(({ dimension, value }) => dimensionValueOf(dimension, session) === value);

const metricsOfRow = ({ counts, visitors, newVisitors }: Row, bots: number): Metrics =>
  metricsOf({ counts, uniqueVisits: visitors.size, newVisitors: newVisitors.size, bots });

const isEmpty = ({ counts }: Row): boolean => counts.every((count) => count === 0);

/** Largest first, as they were cut; bots have no values. */
const rowsOf = ({ rows, other }: DimensionRows): ExploreRow[] => [
  ...Array.from(rows, ([value, row]) => ({ value, ...metricsOfRow(row, 0) })),
  ...(isEmpty(other) ? [] : [{ value: OTHER, ...metricsOfRow(other, 0), other: true }]),
];

/**
 * The numbers of sessions that meet several filters, folded from the sessions themselves by the aggregators' own fold: so they
 * equal what is stored wherever that can be asked for too, and memory is bounded as it is there. Orders count on the day on
 * which they were placed, under the values of their session.
 * @param now epoch milliseconds
 * @throws RecordUnavailable; ApiFault 503 where it takes longer than anybody waits
 */
export const explore = async (
  {
    record,
    site,
    now,
  }: { readonly record: AggregationRecord; readonly site: Site; readonly now: () => number },
  { range, by, filters }: Question,
): Promise<ExploreAnswer> => {
  const budget = startTimeBudget(now);
  const isMet = meets(filters);
  const fold = createFold({ currency: site.currency });
  const visits = createSettledVisits({ record, site, tell: fold.add });

  for (const day of daysOf(range.from, range.to)) {
    const span = daySpan(day, site.timezone);
    const orders = await ordersOf(record, site, span);
    for await (const batch of record.sessionsStarted(site.id, span.startMs, span.endMs)) {
      budget.check();
      for (const session of batch) orders.meet(session);
      await visits.add(batch.filter(isMet));
    }
    await orders.addTo(fold, isMet);
  }
  await visits.settle();

  const { total, dimensions, bots } = fold.piece({ maxValues: MAX_VALUES });
  return {
    by: by ?? null,
    range: rangeOf(range),
    filters: filters.map(({ dimension, value }) => ({ dimension, value })),
    rows: by === undefined ? [] : rowsOf(dimensions[by]),
    total: metricsOfRow(total, filters.length === 0 ? bots.sessions : 0),
  };
};

/** The orders of a day, which find their sessions among those that pass by; the others are asked for at the end. */
const ordersOf = async (record: AggregationRecord, site: Site, { startMs, endMs }: Span) => {
  const orders = await record.ordersPlaced(site.id, startMs, endMs);
  const refs = new Map(
    orders.flatMap(({ session }) => (session === undefined ? [] : [[sessionKey(session), session] as const])),
  );
  const sessions = new Map<string, SessionFact>();

  const meet = (session: SessionFact): void => {
    const key = sessionKey(session);
    if (refs.has(key)) sessions.set(key, session);
  };

  return {
    meet,
    addTo: async (fold: Fold, isMet: (session: SessionFact | undefined) => boolean): Promise<void> => {
      const elsewhere = [...refs].filter(([key]) => !sessions.has(key)).map(([, ref]) => ref);
      if (elsewhere.length > 0) {
        for (const session of await record.sessionsByRef(site.id, elsewhere)) meet(session);
      }
      for (const order of orders) {
        const session = order.session && sessions.get(sessionKey(order.session));
        if (isMet(session)) fold.addOrder(order, session);
      }
    },
  };
};
