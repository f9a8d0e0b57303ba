import { isSettled } from '../../aggregate/numberVisitors.ts';
import { sessionKey } from '../../aggregate/sessionKey.ts';
import { ApiFault } from '../../analytics/http/ApiFault.ts';
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
import { createVisitNumbers } from './numberedVisits.ts';

/** Sessions that wait for their visitors' numbers, some 1 kB each: more are numbered before the last of them is read. */
const MAX_WAITING = 50_000;
/** An HTTP API gives an answer up after 30 s (API Gateway, "Quotas for HTTP APIs"). */
const TIME_BUDGET_MS = 25_000;

const TOO_MUCH = new ApiFault({
  status: 503,
  code: 'too_much',
  message: 'There are too many sessions for one answer. Ask for fewer days.',
  field: 'from',
  headers: { 'retry-after': '60' },
});

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
  const giveUpAt = now() + TIME_BUDGET_MS;
  const isMet = meets(filters);
  const fold = createFold({ currency: site.currency });
  const waiting = createWaiting(record, site, fold);

  for (const day of daysOf(range.from, range.to)) {
    const span = daySpan(day, site.timezone);
    const orders = await ordersOf(record, site, span);
    for await (const batch of record.sessionsStarted(site.id, span.startMs, span.endMs)) {
      if (now() > giveUpAt) throw TOO_MUCH;
      for (const session of batch) {
        orders.meet(session);
        if (!isMet(session)) continue;
        if (isSettled(session) || session.botReasons !== undefined) fold.add(session);
        else waiting.add(session);
      }
      await waiting.settleIfMany();
    }
    await orders.addTo(fold, isMet);
  }
  await waiting.settle();

  const { total, dimensions, bots } = fold.piece({ maxValues: MAX_VALUES });
  return {
    by: by ?? null,
    range: rangeOf(range),
    filters: filters.map(({ dimension, value }) => ({ dimension, value })),
    rows: by === undefined ? [] : rowsOf(dimensions[by]),
    total: metricsOfRow(total, filters.length === 0 ? bots.sessions : 0),
  };
};

/** Sessions that wait for their visitors' numbers until many are looked up together. */
const createWaiting = (record: AggregationRecord, site: Site, fold: Fold) => {
  const numbers = createVisitNumbers(record, site);
  let waiting: SessionFact[] = [];
  const settle = async (): Promise<void> => {
    const sessions = waiting;
    waiting = [];
    for (const session of await numbers.numbered(sessions)) fold.add(session);
  };
  return {
    add: (session: SessionFact): void => {
      waiting.push(session);
    },
    settle,
    settleIfMany: async (): Promise<void> => {
      if (waiting.length >= MAX_WAITING) await settle();
    },
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
