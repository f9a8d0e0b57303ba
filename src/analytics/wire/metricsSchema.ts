import * as v from 'valibot';
import type { Metrics } from '../../domain/metrics/metricsOf.ts';

/** A count, an amount of minor units, or a time in milliseconds. */
export const number = v.number();
/** A number that there is none of where its denominator is 0. */
export const ratio = v.nullable(v.number());

/** The full set of numbers, as the wire has it. */
export const metricsEntries = {
  totalVisits: number,
  uniqueVisits: number,
  newVisitors: number,
  returningVisitors: number,
  newSessions: number,
  pageViews: number,
  durationMs: number,
  averageDurationMs: ratio,
  engagedMs: number,
  bounces: number,
  bounceRate: ratio,
  productSessions: number,
  cartSessions: number,
  cartRate: ratio,
  checkoutSessions: number,
  convertedSessions: number,
  conversionRate: ratio,
  purchaseRate: ratio,
  orders: number,
  revenue: number,
  averageOrder: ratio,
  bots: number,
} satisfies { readonly [name in keyof Metrics]: v.GenericSchema<Metrics[name]> };

export const metricsSchema = v.object(metricsEntries);

/** Their names, in the order in which they are told. */
export const METRIC_NAMES = Object.keys(metricsEntries) as (keyof Metrics)[];
