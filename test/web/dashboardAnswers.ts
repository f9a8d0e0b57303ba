import type {
  BreakdownRow,
  Cohort,
  Dimension,
  Filter,
  FunnelStep,
  Metrics,
  Period,
  Point,
  QualityCounts,
  Range,
  Realtime,
  Status,
  Step,
} from '../../web/dashboard/wire.ts';
import { judgedVisits } from './dashboardBots.ts';
import { coverageOf, devicesOf } from './dashboardDevices.ts';
import { CUSTOMER, JOURNEY, latestVisitors, VISITOR } from './dashboardJourney.ts';
import {
  chance,
  countsOf,
  DIMENSION_NAMES,
  FIRST_DAY,
  metricsOf,
  sumOf,
  TODAY,
  TODAY_SO_FAR,
  valuesOf,
} from './dashboardShop.ts';

/** The fixture's clock stands still. */
export const NOW = '2026-11-22T14:37:20.000Z';
const NOW_MS = Date.parse(NOW);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MAX_EXPLORED_DAYS = 31;

/** A request that the API refuses, as the wire says it. */
export class Refused extends Error {
  readonly status: number;
  readonly body: {
    readonly error: { readonly code: string; readonly message: string; readonly field?: string };
  };
  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.status = status;
    this.body = { error: { code, message, ...(field === undefined ? {} : { field }) } };
  }
}

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
const rangeOf = (from: string, to: string): Range => ({
  from,
  to,
  days: (Date.parse(to) - Date.parse(from)) / DAY_MS + 1,
});
const daysOf = ({ from, days }: Range): string[] =>
  Array.from({ length: days }, (_, index) => dayAfter(from, index));

const MISSING_DAY = '2026-11-03';
const RECOMPUTED = [
  { day: '2026-11-11', version: 3, at: '2026-11-13T02:14:00.000Z', reason: 'late events' },
  { day: '2026-11-17', version: 2, at: '2026-11-19T09:40:00.000Z', reason: 'refund' },
];
const CORRECTED = { day: '2026-10-30', reason: 'refund' };
const NO_QUALITY: QualityCounts = {
  accepted: 0,
  duplicated: 0,
  late: 0,
  deferred: 0,
  refused: 0,
  deadLettered: 0,
  sealed: 0,
  erased: 0,
};

const isIn = (day: string, { from, to }: Range): boolean => from <= day && day <= to;

const qualityOf = (day: string): QualityCounts => {
  const accepted = countsOf(day, []).pageViews * 2;
  return {
    ...NO_QUALITY,
    accepted,
    duplicated: Math.round(accepted * 0.004 * chance(`duplicated ${day}`)),
    late: Math.round(accepted * 0.006 * chance(`late ${day}`)),
    deferred: day === '2026-11-14' ? 412 : 0,
    refused: Math.round(accepted * 0.002 * chance(`refused ${day}`)),
    deadLettered: day === '2026-11-14' ? 3 : 0,
  };
};

const qualitySum = (range: Range): QualityCounts =>
  daysOf(range)
    .map(qualityOf)
    .reduce(
      (sum, one) =>
        Object.fromEntries(
          Object.entries(sum).map(([name, count]) => [name, count + one[name as keyof QualityCounts]]),
        ) as unknown as QualityCounts,
      NO_QUALITY,
    );

const statusOf = (range: Range): Status => ({
  provisional: range.to === TODAY,
  asOf: '2026-11-22T14:37:00.000Z',
  missingDays: isIn(MISSING_DAY, range) ? [MISSING_DAY] : [],
  recomputed: RECOMPUTED.filter(({ day }) => isIn(day, range)),
  corrected: isIn(CORRECTED.day, range) ? [CORRECTED] : [],
  quality: qualitySum(range),
});

const known = (day: string): boolean => day !== MISSING_DAY;
const rangeMetrics = (range: Range, filters: readonly Filter[]): Metrics =>
  metricsOf(
    sumOf(
      daysOf(range)
        .filter(known)
        .map((day) => countsOf(day, filters)),
    ),
    range.days,
  );

const dayPoint = (day: string, filters: readonly Filter[]): Point => ({
  at: day,
  ...metricsOf(countsOf(day, known(day) ? filters : [{ dimension: 'device', value: 'none' }]), 1),
  provisional: day === TODAY,
  version: known(day) ? 1 : null,
  reason: known(day) ? 'day ended' : null,
  missing: !known(day),
});

/** The share of a day's visits in each of its hours: a shop sleeps at night and is full in the evening. */
const HOURS = [9, 5, 3, 2, 2, 4, 10, 22, 36, 44, 50, 54, 58, 52, 50, 52, 56, 62, 70, 84, 92, 78, 48, 24];
const HOURS_SUM = HOURS.reduce((sum, share) => sum + share, 0);

const hourPoints = (range: Range, filters: readonly Filter[]): Point[] =>
  daysOf(range).flatMap((day) =>
    HOURS.map((share, hour): Point => {
      // The site's day begins an hour before UTC's: it is winter in Berlin.
      const startMs = Date.parse(day) + (hour - 1) * HOUR_MS;
      const isToCome = startMs > NOW_MS;
      const part = isToCome ? 0 : share / HOURS_SUM / (day === TODAY ? TODAY_SO_FAR : 1);
      const isNow = startMs <= NOW_MS && NOW_MS < startMs + HOUR_MS;
      return {
        at: new Date(startMs).toISOString(),
        ...metricsOf(countsOf(day, filters, isNow ? part * 0.6 : part), 1),
        provisional: day === TODAY,
        version: null,
        reason: null,
        missing: isToCome,
      };
    }),
  );

const rowsOf = (range: Range, by: Dimension, filters: readonly Filter[]): BreakdownRow[] => {
  const others = filters.filter(({ dimension }) => dimension !== by);
  const own = filters.find(({ dimension }) => dimension === by);
  return valuesOf(by)
    .filter((value) => own === undefined || own.value === value)
    .map((value) => ({ value, ...rangeMetrics(range, [...others, { dimension: by, value }]) }));
};

const STEPS: readonly Step[] = ['sessions', 'product', 'cart', 'checkout', 'order'];
const stepsOf = ({
  totalVisits,
  productSessions,
  cartSessions,
  checkoutSessions,
  convertedSessions,
}: Metrics): FunnelStep[] => {
  const counts = [totalVisits, productSessions, cartSessions, checkoutSessions, convertedSessions];
  return STEPS.map((step, index) => {
    const sessions = counts[index] ?? 0;
    const before = counts[Math.max(0, index - 1)] ?? 0;
    return {
      step,
      sessions,
      ofAll: totalVisits > 0 ? sessions / totalVisits : null,
      ofPrevious: before > 0 ? sessions / before : null,
      dropOff: before - sessions,
    };
  });
};

const startsOf = (range: Range, by: Period): string[] =>
  by === 'month'
    ? [...new Set(daysOf(range).map((day) => day.slice(0, 7)))]
    : [
        ...new Set(
          daysOf(range).map((day) => dayAfter(day, -((new Date(Date.parse(day)).getUTCDay() + 6) % 7))),
        ),
      ];

const cohortsOf = (range: Range, by: Period): Cohort[] => {
  const starts = startsOf(range, by);
  return starts.map((start, index) => {
    const size = Math.round((by === 'week' ? 1_150 : 4_800) * (0.85 + 0.3 * chance(`cohort ${start}`)));
    const returned = starts.slice(index).map((_, offset) => {
      if (offset === 0) return size;
      const open = index + offset === starts.length - 1 ? 0.7 : 1;
      return Math.round(
        ((size * 0.17) / offset ** 0.55) * (0.85 + 0.3 * chance(`${start} ${offset}`)) * open,
      );
    });
    return {
      start,
      size,
      complete: index < starts.length - 1,
      returned,
      rates: returned.map((count) => count / size),
    };
  });
};

const listOf = (by: Dimension, all: number, limit: number) => {
  const values = valuesOf(by).slice(0, limit);
  return values.map((value, index) => ({ value, count: Math.round((all * 0.42) / (index + 1) ** 0.9) }));
};

const realtime = (site: string, currency: string): Realtime => ({
  site,
  currency,
  asOf: '2026-11-22T14:37:00.000Z',
  activeVisitors: 46,
  activeVisitors5m: 17,
  minutes: Array.from({ length: 60 }, (_, index) => {
    const minute = new Date(Date.parse('2026-11-22T13:37:00.000Z') + index * 60_000).toISOString();
    const pageViews = Math.round(2 + 9 * chance(minute) + (index % 17 === 3 ? 6 : 0));
    const orders = chance(`order ${minute}`) > 0.94 ? 1 : 0;
    return {
      minute,
      pageViews,
      sessions: Math.round(pageViews * 0.6),
      orders,
      revenue: orders * 7_450,
      activeVisitors: index < 4 ? null : Math.round(38 + 12 * chance(`active ${minute}`)),
    };
  }),
  funnel: { sessions: 52, product: 31, cart: 9, checkout: 5, order: 2 },
  openCarts: 7,
  openCartValue: 51_340,
  topPages: listOf('landingPage', 210, 8),
  channels: listOf('channel', 52, 6),
  devices: listOf('device', 52, 3),
  events: [
    { value: 'page_view', count: 421 },
    { value: 'product_view', count: 133 },
    { value: 'add_to_cart', count: 24 },
    { value: 'checkout_started', count: 9 },
    { value: 'order_completed', count: 4 },
    { value: 'wishlist_shared', count: 2 },
  ],
  degraded: null,
});

const BOT_REASONS = {
  known_bot: 0.72,
  http_library: 0.2,
  no_accept_language: 0.17,
  client_hints_contradict: 0.06,
};

const quality = (range: Range) => {
  const totals = qualitySum(range);
  const sessions = rangeMetrics(range, []).bots;
  return {
    range,
    totals,
    refused: [
      { reason: 'too_old', count: Math.round(totals.refused * 0.7) },
      { reason: 'server_only_type', count: totals.refused - Math.round(totals.refused * 0.7) },
    ].filter(({ count }) => count > 0),
    days: daysOf(range).map((day) => ({ day, ...qualityOf(day) })),
    bots: {
      sessions,
      hits: Math.round(sessions * 6.4),
      reasons: Object.entries(BOT_REASONS).map(([reason, part]) => ({
        reason,
        sessions: Math.round(sessions * part),
        hits: Math.round(sessions * part * 6.4),
      })),
    },
    recomputed: RECOMPUTED.filter(({ day }) => isIn(day, range)),
    corrections: isIn(CORRECTED.day, range) ? [{ ...CORRECTED, orders: 0, revenue: -2_490 }] : [],
  };
};

export const SITES = [
  { id: 'wool.example', timezone: 'Europe/Berlin', currency: 'EUR', today: TODAY, firstDay: FIRST_DAY },
  { id: 'outlet.example', timezone: 'America/New_York', currency: 'USD', today: TODAY, firstDay: FIRST_DAY },
] as const;

const readRange = (query: URLSearchParams): Range => {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''];
  if (Number.isNaN(Date.parse(from))) throw new Refused(400, 'bad_request', 'from must be a date.', 'from');
  if (Number.isNaN(Date.parse(to))) throw new Refused(400, 'bad_request', 'to must be a date.', 'to');
  if (from > to) throw new Refused(400, 'bad_request', 'from must not come after to.', 'from');
  return rangeOf(from, to);
};

const readDimension = (name: string | null, field: string): Dimension => {
  const found = DIMENSION_NAMES.find((one) => one === name);
  if (!found) throw new Refused(400, 'bad_request', `${field} must be a dimension.`, field);
  return found;
};

const readFilters = (query: URLSearchParams, most: number): Filter[] => {
  const filters = query.getAll('filter').map((text) => {
    const [name = ''] = text.split(':');
    return { dimension: readDimension(name, 'filter'), value: text.slice(name.length + 1) };
  });
  if (filters.length > most) {
    throw new Refused(
      400,
      'bad_request',
      `At most ${most} filters; more by /api/analytics/explore.`,
      'filter',
    );
  }
  return filters;
};

const readPrevious = (query: URLSearchParams, { from, to, days }: Range): Range | null => {
  const compare = query.get('compare');
  if (compare === null) return null;
  if (compare === 'previous') return rangeOf(dayAfter(from, -days), dayAfter(from, -1));
  if (compare !== 'year')
    throw new Refused(400, 'bad_request', 'compare must be previous or year.', 'compare');
  const year = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return rangeOf(year(from), year(to));
};

const refuseLong = ({ days }: Range): void => {
  if (days <= MAX_EXPLORED_DAYS) return;
  throw new Refused(400, 'range_too_long', `At most ${MAX_EXPLORED_DAYS} days are explored.`, 'to');
};

type Answer = (query: URLSearchParams, site: (typeof SITES)[number]) => unknown;

const ANSWERS: { readonly [path: string]: Answer } = {
  realtime: (_, { id, currency }) => realtime(id, currency),
  summary: (query, { id, currency, timezone }) => {
    const range = readRange(query);
    const filters = readFilters(query, 1);
    const previousRange = readPrevious(query, range);
    return {
      site: id,
      currency,
      timezone,
      range,
      previousRange,
      current: rangeMetrics(range, filters),
      previous: previousRange && rangeMetrics(previousRange, filters),
      status: statusOf(range),
    };
  },
  daily: (query, { id, currency }) => {
    const range = readRange(query);
    const filters = readFilters(query, 1);
    const previousRange = readPrevious(query, range);
    const interval = query.get('interval') === 'hour' ? 'hour' : 'day';
    if (interval === 'hour' && range.days > 3) {
      throw new Refused(400, 'bad_request', 'Hours are told for at most 3 days.', 'interval');
    }
    const pointsOf = (of: Range): Point[] =>
      interval === 'hour' ? hourPoints(of, filters) : daysOf(of).map((day) => dayPoint(day, filters));
    return {
      site: id,
      currency,
      range,
      previousRange,
      interval,
      points: pointsOf(range),
      previous: previousRange && pointsOf(previousRange),
    };
  },
  breakdown: (query) => {
    const range = readRange(query);
    const by = readDimension(query.get('by'), 'by');
    const filters = readFilters(query, 1);
    if (filters.some(({ dimension }) => dimension !== by)) {
      throw new Refused(
        400,
        'use_explore',
        'Ask /api/analytics/explore for a breakdown under a filter.',
        'filter',
      );
    }
    const sort = (query.get('sort') ?? 'totalVisits') as keyof Metrics;
    const rows = rowsOf(range, by, filters).sort((a, b) => (b[sort] ?? 0) - (a[sort] ?? 0));
    return {
      by,
      range,
      rows: rows.slice(0, Number(query.get('limit') ?? 100)),
      other: null,
      total: rangeMetrics(range, filters),
      values: rows.length,
      status: statusOf(range),
    };
  },
  funnel: (query) => {
    const range = readRange(query);
    const filters = readFilters(query, 1);
    const previousRange = readPrevious(query, range);
    return {
      range,
      steps: stepsOf(rangeMetrics(range, filters)),
      previous: previousRange && stepsOf(rangeMetrics(previousRange, filters)),
    };
  },
  retention: (query) => {
    readFilters(query, 1);
    const by = query.get('by') === 'month' ? 'month' : 'week';
    return { by, cohorts: cohortsOf(readRange(query), by) };
  },
  quality: (query) => quality(readRange(query)),
  bots: (query) => {
    const range = readRange(query);
    refuseLong(range);
    return judgedVisits(range);
  },
  coverage: (query) => {
    const range = readRange(query);
    return coverageOf(range, rangeMetrics(range, []));
  },
  devices: (query) => {
    const range = readRange(query);
    refuseLong(range);
    return devicesOf(range, (device) =>
      rangeMetrics(range, device === undefined ? [] : [{ dimension: 'device', value: device }]),
    );
  },
  explore: (query) => {
    const range = readRange(query);
    const filters = readFilters(query, 3);
    refuseLong(range);
    const by = query.get('by') === null ? null : readDimension(query.get('by'), 'by');
    const rows = by === null ? [] : rowsOf(range, by, filters);
    return { by, range, filters, rows, total: rangeMetrics(range, filters) };
  },
  visitors: (query) => latestVisitors(NOW_MS, Number(query.get('limit') ?? 50)),
};

/**
 * What the API answers at a path below `/api/analytics/`.
 * @throws Refused as the API would refuse it
 */
export const analyticsAnswer = (path: string, query: URLSearchParams): unknown => {
  const site = SITES.find(({ id }) => id === (query.get('site') ?? SITES[0].id));
  if (!site) throw new Refused(400, 'unknown_site', 'There is no such site.', 'site');
  const journey = /^journeys\/(.+)$/.exec(path)?.[1];
  if (journey !== undefined) {
    if ([VISITOR, CUSTOMER].includes(decodeURIComponent(journey))) return JOURNEY;
    throw new Refused(404, 'not_found', 'Nobody is known by this id.');
  }
  const answer = ANSWERS[path];
  if (!answer) throw new Refused(404, 'not_found', 'There is no such path.');
  return answer(query, site);
};
