import { MEASURE_INDEX, type Measure } from './measures.ts';
import type { Counts } from './piece.ts';
import { ratioOf } from './ratioOf.ts';

/** The full set of numbers of a range or a dimension value, as it is told. A ratio of nothing is `null`. */
export interface Metrics {
  readonly totalVisits: number;
  readonly uniqueVisits: number;
  readonly newVisitors: number;
  readonly returningVisitors: number;
  readonly newSessions: number;
  readonly pageViews: number;
  readonly durationMs: number;
  readonly averageDurationMs: number | null;
  readonly engagedMs: number;
  readonly bounces: number;
  readonly bounceRate: number | null;
  readonly productSessions: number;
  readonly cartSessions: number;
  /** Sessions with an `add_to_cart`, of all. */
  readonly cartRate: number | null;
  readonly checkoutSessions: number;
  readonly convertedSessions: number;
  /** Converted sessions, of all. */
  readonly conversionRate: number | null;
  /** Converted sessions to sessions with an `add_to_cart`: above 1 where a shop sells past its cart. */
  readonly purchaseRate: number | null;
  readonly orders: number;
  /** Minor units of the site's currency, as is `averageOrder`, which is rounded to a whole one. */
  readonly revenue: number;
  readonly averageOrder: number | null;
  /** Bot sessions, which are in none of the other numbers. */
  readonly bots: number;
}

/** Makes of numerators and denominators what is shown (design, section 1). */
export const metricsOf = ({
  counts,
  uniqueVisits,
  newVisitors,
  bots,
}: {
  readonly counts: Counts;
  readonly uniqueVisits: number;
  readonly newVisitors: number;
  readonly bots: number;
}): Metrics => {
  const of = (measure: Measure): number => counts[MEASURE_INDEX[measure]] ?? 0;
  const averageOrder = ratioOf(of('revenueMinor'), of('orders'));
  return {
    totalVisits: of('totalVisits'),
    uniqueVisits,
    newVisitors,
    returningVisitors: uniqueVisits - newVisitors,
    newSessions: of('newSessions'),
    pageViews: of('pageViews'),
    durationMs: of('durationMs'),
    averageDurationMs: ratioOf(of('durationMs'), of('totalVisits')),
    engagedMs: of('engagedMs'),
    bounces: of('bounces'),
    bounceRate: ratioOf(of('bounces'), of('totalVisits')),
    productSessions: of('productSessions'),
    cartSessions: of('cartSessions'),
    cartRate: ratioOf(of('cartSessions'), of('totalVisits')),
    checkoutSessions: of('checkoutSessions'),
    convertedSessions: of('convertedSessions'),
    conversionRate: ratioOf(of('convertedSessions'), of('totalVisits')),
    purchaseRate: ratioOf(of('convertedSessions'), of('cartSessions')),
    orders: of('orders'),
    revenue: of('revenueMinor'),
    averageOrder: averageOrder === null ? null : Math.round(averageOrder),
    bots,
  };
};
