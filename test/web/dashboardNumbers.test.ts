import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartPoints } from '../../web/dashboard/chart/chartPoints.ts';
import { valueTicks } from '../../web/dashboard/chart/valueTicks.ts';
import {
  breakdownSource,
  intervalOf,
  previousSource,
  summarySource,
} from '../../web/dashboard/data/sources.ts';
import { formatDuration, formatGap } from '../../web/dashboard/format/durations.ts';
import { changeOf, formatMetric } from '../../web/dashboard/format/metric.ts';
import { formatMoney } from '../../web/dashboard/format/money.ts';
import { describeEvent } from '../../web/dashboard/views/journeys/describeEvent.ts';
import { averageRates, isOpen } from '../../web/dashboard/views/retention/averageRates.ts';
import type { Cohort, Filter, JourneyEvent } from '../../web/dashboard/wire.ts';
import { valueLabel } from '../../web/dashboard/words/dimensions.ts';
import { missingEvents } from '../../web/dashboard/words/quality.ts';
import { botReason, dayReason } from '../../web/dashboard/words/reasons.ts';
import { analyticsAnswer, NOW } from './dashboardAnswers.ts';

describe('numbers as people read them', () => {
  test('durations', () => {
    expect([0, 48_400, 125_000, 3_780_000, 273_600_000].map(formatDuration)).toEqual([
      '0s',
      '48s',
      '2m 05s',
      '1h 03m',
      '3d 4h',
    ]);
    expect([20_000, 90_000, 3_600_000, 2.6 * 86_400_000].map(formatGap)).toEqual([
      '1 minute',
      '2 minutes',
      '1 hour',
      '3 days',
    ]);
  });

  test('money by the minor units of its currency', () => {
    const digits = (text: string) => text.replaceAll(/[^\d.]/g, '');
    expect(digits(formatMoney(123_456, 'EUR'))).toBe('1234.56');
    expect(digits(formatMoney(123_456, 'JPY'))).toBe('123456');
    expect(digits(formatMoney(123_456, 'KWD'))).toBe('123.456');
    expect(digits(formatMoney(123_456, 'EUR', 'whole'))).toBe('1235');
  });

  test('a rate that is small gets a digit more; where there is nothing to divide by, no number is shown', () => {
    expect(formatMetric('conversionRate', 0.03081, 'EUR')).toBe('3.08%');
    expect(formatMetric('bounceRate', 0.3811, 'EUR')).toBe('38.1%');
    expect(formatMetric('bounceRate', 0, 'EUR')).toBe('0%');
    expect(formatMetric('bounceRate', null, 'EUR')).toBe('–');
    expect(formatMetric('totalVisits', 1_234_567, 'EUR', 'headline')).toBe('1.2M');
    expect(formatMetric('totalVisits', 1_234_567, 'EUR')).toBe('1,234,567');
  });

  test('a change from nothing is none', () => {
    expect(changeOf(10, 0)).toBeUndefined();
    expect(changeOf(null, 5)).toBeUndefined();
    expect(changeOf(15, 10)).toBe(0.5);
    expect(changeOf(-5, -10)).toBe(0.5);
  });
});

describe('an axis', () => {
  test('begins at 0, has even steps, and holds the largest value', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 2 ** 40 }), fc.double({ min: 1e-6, max: 1, noNaN: true })),
        fc.constantFrom('count' as const, 'rate' as const, 'money' as const, 'duration' as const),
        (largest, kind) => {
          const ticks = valueTicks(largest, kind);
          const [first, step = 0] = ticks;
          const last = ticks.at(-1) ?? 0;
          expect(first).toBe(0);
          expect(last * (1 + 1e-9)).toBeGreaterThanOrEqual(largest);
          expect(ticks.length).toBeLessThanOrEqual(6);
          for (const [index, tick] of ticks.entries()) expect(tick).toBeCloseTo(index * step, 9);
          if (kind === 'count') expect(ticks.every(Number.isInteger)).toBe(true);
        },
      ),
    );
  });

  test('counts minutes by minutes', () => {
    expect(valueTicks(154_000, 'duration')).toEqual([0, 60_000, 120_000, 180_000]);
  });
});

describe('where numbers come from', () => {
  const filter = (dimension: Filter['dimension'], value: string): Filter => ({ dimension, value });
  const subject = (from: string, ...filters: Filter[]) => ({
    site: 'wool.example',
    from,
    to: '2026-11-22',
    compare: 'previous' as const,
    filters,
  });
  const [email, mobile] = [filter('channel', 'Email'), filter('device', 'mobile')];
  const shown = { metric: 'bounceRate', limit: 8 } as const;

  test('no filter, or one: the stored metrics', () => {
    expect(summarySource(subject('2020-01-01', email)).kind).toBe('stored');
    expect(breakdownSource(subject('2026-01-01'), 'os', shown)).toEqual({
      kind: 'stored',
      url: '/api/analytics/breakdown?site=wool.example&from=2026-01-01&to=2026-11-22&by=os&sort=totalVisits&limit=8',
    });
    expect(breakdownSource(subject('2026-01-01', email), 'channel', shown).kind).toBe('stored');
  });

  test('a breakdown under a filter, or a second filter: the sessions, for a month at most', () => {
    expect(breakdownSource(subject('2026-10-23', email), 'os', shown).kind).toBe('explored');
    expect(breakdownSource(subject('2026-10-22', email), 'os', shown)).toEqual({
      kind: 'too_long',
      days: 32,
    });
    expect(summarySource(subject('2026-10-23', email, mobile)).kind).toBe('explored');
    expect(summarySource(subject('2026-10-22', email, mobile))).toEqual({ kind: 'too_long', days: 32 });
    expect(previousSource(subject('2026-11-21', email, mobile))).toEqual({
      kind: 'explored',
      url: '/api/analytics/explore?site=wool.example&from=2026-11-19&to=2026-11-20&filter=channel%3AEmail&filter=device%3Amobile',
    });
    expect(previousSource(subject('2026-11-21', email))).toBeUndefined();
  });

  test('two days are drawn by the hour, more by the day', () => {
    expect([intervalOf(subject('2026-11-21')), intervalOf(subject('2026-11-20'))]).toEqual(['hour', 'day']);
  });
});

describe('a chart’s points', () => {
  const daily = (query: string) =>
    (analyticsAnswer('daily', new URLSearchParams(query)) as { points: Parameters<typeof chartPoints>[0] })
      .points;
  const options = { timezone: 'Europe/Berlin', nowMs: Date.parse(NOW) };

  test('say which days changed and why, which are missing, and which still change', () => {
    const status = {
      provisional: true,
      asOf: NOW,
      missingDays: [],
      recomputed: [{ day: '2026-11-02', version: 2, at: NOW, reason: 'late events' }],
      corrected: [{ day: '2026-11-04', reason: 'something new' }],
      quality: {
        accepted: 9,
        duplicated: 1,
        late: 1,
        deferred: 1,
        refused: 2,
        deadLettered: 3,
        sealed: 4,
        erased: 5,
      },
    };
    const points = chartPoints(daily('from=2026-11-02&to=2026-11-22'), 'totalVisits', {
      ...options,
      interval: 'day',
      status,
    });
    expect(points[0]?.changed).toBe('Recomputed: events arrived late');
    expect(points[1]).toMatchObject({ at: '2026-11-03', missing: true });
    expect(points[2]?.changed).toBe('Corrected: something new');
    expect(points.at(-1)).toMatchObject({ provisional: true, missing: false });
    expect(missingEvents(status.quality)).toBe(9);
  });

  test('hours to come are neither missing nor 0', () => {
    const points = chartPoints(daily('from=2026-11-22&to=2026-11-22&interval=hour'), 'totalVisits', {
      ...options,
      interval: 'hour',
    });
    expect(points.filter(({ value }) => value !== null)).toHaveLength(16);
    expect(points.some(({ missing }) => missing)).toBe(false);
    expect(points[0]?.at).toBe('2026-11-21T23:00:00.000Z');
    expect(points[0]?.label).toContain('22');
  });
});

describe('retention over all cohorts', () => {
  const cohort = (size: number, returned: number[], complete = true): Cohort => ({
    start: '2026-11-02',
    size,
    complete,
    returned: [size, ...returned],
    rates: [1, ...returned.map((count) => count / size)],
  });

  test('counts people, and leaves out the period that still goes on', () => {
    const cohorts = [cohort(100, [10, 4]), cohort(300, [60]), cohort(50, [], false)];
    expect(isOpen(cohorts, 0, 2)).toBe(true);
    expect(isOpen(cohorts, 0, 1)).toBe(false);
    expect(averageRates(cohorts)).toEqual([1, 10 / 100, null]);
  });
});

describe('an event of a journey', () => {
  const event = (type: string, properties: JourneyEvent['properties'], rest: Partial<JourneyEvent> = {}) =>
    describeEvent({ at: NOW, type, source: 'browser', path: null, title: null, properties, ...rest }, 'EUR');

  test('is told as a sentence', () => {
    expect(
      event('add_to_cart', { productId: 'socks', quantity: 2, priceMinor: 1_900, cartValueMinor: 3_800 }),
    ).toEqual({
      icon: 'cart',
      tone: 'cart',
      title: 'Put 2 × socks into the cart',
      detail: '€19.00 · cart worth €38.00',
    });
    expect(event('order_refunded', { orderId: 7, amountMinor: 500 }).title).toBe('Got €5.00 back');
    expect(event('page_view', null, { path: '/cart', title: 'Cart' })).toMatchObject({
      title: 'Looked at Cart',
      detail: '/cart',
    });
    const items = [
      { productId: 'socks', quantity: 2, priceMinor: 1_900 },
      { productId: 'hat', quantity: 1 },
    ];
    expect(event('order_completed', { orderId: 7, amountMinor: 5_000, items })).toMatchObject({
      title: 'Ordered for €50.00',
      detail: '2 × socks, hat · order 7',
    });
  });

  test('of a name that every object has is no known one', () => {
    expect(event('constructor', null).title).toBe('constructor');
    expect(valueLabel('landingPage', 'constructor')).toBe('constructor');
    expect([botReason('toString'), dayReason('toString')]).toEqual(['ToString', 'toString']);
  });

  test('of the shop’s own, or with properties that are not as expected, is told by what it has', () => {
    expect(event('wishlist_shared', { items: 3, by: { kind: 'email' } }, { path: '/w' })).toMatchObject({
      title: 'wishlist_shared',
      detail: 'items: 3 · by: {"kind":"email"} · /w',
    });
    expect(event('add_to_cart', { productId: { odd: true }, quantity: 'two' }).title).toBe(
      'Put something into the cart',
    );
    expect(event('order_completed', { orderId: 7, items: [null, 3, { quantity: 2 }] }).detail).toBe(
      'something, something, 2 × something · order 7',
    );
  });
});
