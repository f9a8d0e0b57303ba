import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEASURES } from '../../../src/domain/metrics/measures.ts';
import { metricsOf } from '../../../src/domain/metrics/metricsOf.ts';
import { countsOf } from './countsOf.ts';

describe('the full set of numbers', () => {
  it('is made of numerators and denominators', () => {
    const counts = countsOf({
      totalVisits: 8,
      newSessions: 5,
      pageViews: 21,
      durationMs: 90_001,
      engagedMs: 40_000,
      bounces: 2,
      productSessions: 6,
      cartSessions: 4,
      checkoutSessions: 3,
      convertedSessions: 1,
      reachedProduct: 7,
      reachedCart: 5,
      reachedCheckout: 4,
      orders: 3,
      revenueMinor: 10_000,
    });
    expect(metricsOf({ counts, uniqueVisits: 6, newVisitors: 4, bots: 9 })).toEqual({
      totalVisits: 8,
      uniqueVisits: 6,
      newVisitors: 4,
      returningVisitors: 2,
      newSessions: 5,
      pageViews: 21,
      durationMs: 90_001,
      averageDurationMs: 11_250.125,
      engagedMs: 40_000,
      bounces: 2,
      bounceRate: 0.25,
      productSessions: 6,
      cartSessions: 4,
      cartRate: 0.5,
      checkoutSessions: 3,
      convertedSessions: 1,
      conversionRate: 0.125,
      purchaseRate: 0.25,
      orders: 3,
      revenue: 10_000,
      averageOrder: 3_333,
      bots: 9,
    });
  });

  it('says null, not NaN, where there is nothing to divide by', () => {
    expect(metricsOf({ counts: countsOf({}), uniqueVisits: 0, newVisitors: 0, bots: 0 })).toMatchObject({
      totalVisits: 0,
      averageDurationMs: null,
      bounceRate: null,
      cartRate: null,
      conversionRate: null,
      purchaseRate: null,
      averageOrder: null,
    });
  });

  it('goes over the wire unchanged, whatever was counted', () => {
    const count = fc.nat({ max: 2 ** 31 - 1 });
    const counters = fc.array(count, { minLength: MEASURES.length, maxLength: MEASURES.length });
    fc.assert(
      fc.property(counters, count, count, count, (values, uniqueVisits, newVisitors, bots) => {
        const metrics = metricsOf({ counts: Float64Array.from(values), uniqueVisits, newVisitors, bots });
        expect(JSON.parse(JSON.stringify(metrics))).toEqual(metrics);
        expect(metrics.newVisitors + metrics.returningVisitors).toBe(metrics.uniqueVisits);
      }),
    );
  });
});
