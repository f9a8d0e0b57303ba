import { daysOf } from '../domain/time/localTime.ts';
import { breakdown } from './answers/breakdown.ts';
import { comparedWith } from './answers/comparedWith.ts';
import { daily } from './answers/daily.ts';
import { funnel } from './answers/funnel.ts';
import { quality } from './answers/quality.ts';
import { realtime } from './answers/realtime.ts';
import { periodsOf, retention } from './answers/retention.ts';
import { summary } from './answers/summary.ts';
import type { Analytics } from './createAnalytics.ts';
import { badRequest } from './http/ApiFault.ts';
import { type Endpoint, endpoint } from './http/Operation.ts';
import { breakdownOperation } from './operations/breakdownOperation.ts';
import { dailyOperation } from './operations/dailyOperation.ts';
import { funnelOperation } from './operations/funnelOperation.ts';
import { qualityOperation } from './operations/qualityOperation.ts';
import { realtimeOperation } from './operations/realtimeOperation.ts';
import { retentionOperation } from './operations/retentionOperation.ts';
import { summaryOperation } from './operations/summaryOperation.ts';
import { checkedRange, type DayRange, rangeOf } from './wire/rangeOf.ts';

/** Longest range that is told by the hour. */
const MAX_HOURLY_DAYS = 3;
const DEFAULT_LIMIT = 100;

const present = (...ranges: readonly (DayRange | undefined)[]): DayRange[] =>
  ranges.filter((range) => range !== undefined);

const keyOf = (name: string, ...parts: readonly unknown[]): string => `${name}${JSON.stringify(parts)}`;

/** The endpoints that answer from the stored metrics alone. */
export const analyticsEndpoints = (analytics: Analytics): Endpoint[] => [
  endpoint(summaryOperation, async ({ query }, site) => {
    const range = checkedRange(query);
    const { filter, compare } = query;
    const previous = comparedWith(range, compare);
    return analytics.ask(site, {
      key: keyOf('summary', range, previous, filter),
      ranges: present(range, previous),
      answer: (reading) => summary(reading, { range, previous, filter }),
    });
  }),

  endpoint(dailyOperation, async ({ query }, site) => {
    const range = checkedRange(query);
    const { filter, compare, interval = 'day' } = query;
    if (interval === 'hour' && rangeOf(range).days > MAX_HOURLY_DAYS) {
      throw badRequest('interval', `By the hour the range must be at most ${MAX_HOURLY_DAYS} days.`, {
        allowed: ['day'],
      });
    }
    const previous = comparedWith(range, compare);
    const ranges = present(range, previous);
    return analytics.ask(site, {
      key: keyOf('daily', range, previous, filter, interval),
      ranges,
      hoursOf: interval === 'hour' ? ranges.flatMap(({ from, to }) => daysOf(from, to)) : [],
      answer: (reading) => daily(reading, { range, previous, filter, interval }),
    });
  }),

  endpoint(breakdownOperation, async ({ query }, site) => {
    const range = checkedRange(query);
    const { by, filter, sort = 'totalVisits', limit = DEFAULT_LIMIT } = query;
    if (filter !== undefined && filter.dimension !== by) {
      throw badRequest(
        'filter',
        'A breakdown is filtered by its own dimension here; ask /api/analytics/explore for others.',
        { allowed: [by] },
      );
    }
    return analytics.ask(site, {
      key: keyOf('breakdown', range, by, filter, sort, limit),
      ranges: [range],
      answer: (reading) => breakdown(reading, { range, by, filter, sort, limit }),
    });
  }),

  endpoint(funnelOperation, async ({ query }, site) => {
    const range = checkedRange(query);
    const { filter, compare } = query;
    const previous = comparedWith(range, compare);
    return analytics.ask(site, {
      key: keyOf('funnel', range, previous, filter),
      ranges: present(range, previous),
      answer: (reading) => funnel(reading, { range, previous, filter }),
    });
  }),

  endpoint(retentionOperation, async ({ query }, site) => {
    const range = checkedRange(query);
    const { filter, by = 'week' } = query;
    const periods = periodsOf(range, by);
    const whole = { from: periods[0]?.from ?? range.from, to: periods.at(-1)?.to ?? range.to };
    return analytics.ask(site, {
      key: keyOf('retention', whole, by, filter),
      ranges: [whole],
      answer: (reading) => retention(reading, { periods, by, filter }),
    });
  }),

  endpoint(qualityOperation, async ({ query }, site) => {
    const range = checkedRange(query);
    return analytics.ask(site, {
      key: keyOf('quality', range),
      ranges: [range],
      answer: (reading) => quality(reading, range),
    });
  }),

  endpoint(realtimeOperation, async ({ nowMs }, site) => ({
    value: realtime(site, await analytics.minutes(site), nowMs),
  })),
];
