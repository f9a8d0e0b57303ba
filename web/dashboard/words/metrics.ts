import type { Metrics, SiteInfo } from '../wire.ts';
import { isPerDay } from './perDay.ts';

export type MetricKind = 'count' | 'rate' | 'duration' | 'money';

interface MetricWords {
  readonly label: string;
  readonly kind: MetricKind;
  /** Whether more of it is good news. */
  readonly better: 'more' | 'less';
  /** A quotient: it has no share of a total, and a value with few visits says little. */
  readonly quotient: boolean;
  readonly explained: string;
}

const metric = (
  label: string,
  explained: string,
  options: { kind?: MetricKind; better?: 'more' | 'less'; quotient?: boolean } = {},
): MetricWords => ({
  label,
  explained,
  kind: options.kind ?? 'count',
  better: options.better ?? 'more',
  quotient: options.quotient ?? (options.kind === 'rate' || options.kind === 'duration'),
});

/** The metrics one can choose, in the order in which they are offered. Adding one means one entry here. */
export const METRICS = {
  uniqueVisits: metric('Visitors', 'Different people, each counted once over the whole range'),
  totalVisits: metric('Visits', 'Sessions that began in the range'),
  pageViews: metric('Page views', 'Pages looked at'),
  averageDurationMs: metric('Visit duration', 'From the first to the last sign of a visit, on average', {
    kind: 'duration',
  }),
  bounceRate: metric('Bounce rate', 'Visits of one page at most, under ten seconds and without any action', {
    kind: 'rate',
    better: 'less',
  }),
  conversionRate: metric('Conversion rate', 'Visits with an order, of all visits', { kind: 'rate' }),
  orders: metric('Orders', 'Orders placed in the range'),
  revenue: metric('Revenue', 'What was ordered, less what was refunded', { kind: 'money' }),
  averageOrder: metric('Average order', 'Revenue by order', { kind: 'money', quotient: true }),
  newVisitors: metric('New visitors', 'Visitors whose first visit ever was in the range'),
  returningVisitors: metric('Returning visitors', 'Visitors who had been here before'),
  cartSessions: metric('Visits with a cart', 'Visits in which something went into the cart'),
  cartRate: metric('Cart rate', 'Visits with something put into the cart, of all visits', { kind: 'rate' }),
  convertedSessions: metric('Visits with an order', 'Visits that ended in an order'),
  purchaseRate: metric('Purchase rate', 'Visits with an order, of those with a cart', { kind: 'rate' }),
} as const satisfies { readonly [name in keyof Metrics]?: MetricWords };

/** Where the site keeps no cookies, so that a visitor is one of a day. */
const METRICS_PER_DAY: { readonly [name in keyof Metrics]?: Partial<MetricWords> } = {
  uniqueVisits: {
    label: 'Visitors (per day)',
    explained:
      'Different people, each counted once a day: the shop keeps no cookies, so who comes on two days counts twice',
  },
  newVisitors: {
    explained: 'All visitors: the shop keeps no cookies, so that nobody is known from another day',
  },
  returningVisitors: {
    explained: 'Always none: the shop keeps no cookies, so that nobody is known from another day',
  },
};

/** What a metric is called and means on a site. */
export const metricWords = (name: MetricName, site: Pick<SiteInfo, 'uniqueVisitsPer'>): MetricWords => ({
  ...METRICS[name],
  ...(isPerDay(site) ? METRICS_PER_DAY[name] : {}),
});

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];
export const DEFAULT_METRIC: MetricName = 'uniqueVisits';
export const isMetric = (name: string): name is MetricName => Object.hasOwn(METRICS, name);

/** Those that stand at the top of the page, and side by side in a list of all values. */
export const HEADLINES: readonly MetricName[] = [
  'uniqueVisits',
  'totalVisits',
  'pageViews',
  'averageDurationMs',
  'bounceRate',
  'conversionRate',
  'orders',
  'revenue',
];
