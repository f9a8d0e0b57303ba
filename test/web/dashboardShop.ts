import type { Dimension, Filter, Metrics } from '../../web/dashboard/wire.ts';

/** A number from 0 to 1 that a text always has: the fixture is the same in every run. */
export const chance = (text: string): number => {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
};

/** A value's weight among its dimension's visits, and how its visits differ from the rest. */
interface Share {
  readonly weight: number;
  readonly converts: number;
  readonly bounces: number;
}

const share = (weight: number, converts = 1, bounces = 1): Share => ({ weight, converts, bounces });

const campaigns = Array.from({ length: 38 }, (_, index) => [
  `newsletter-${String(index + 1).padStart(2, '0')}`,
  share(3 / (index + 2), 1.4, 0.8),
]);

/** What visits are made of. */
const SHARES: { readonly [dimension in Dimension]: { readonly [value: string]: Share } } = {
  channel: {
    'Organic Search': share(34, 1.05, 0.95),
    Direct: share(24, 1.3, 0.85),
    'Paid Search': share(14, 1.2, 1.05),
    'Organic Social': share(10, 0.5, 1.3),
    Email: share(7, 1.9, 0.6),
    'AI Assistants': share(5, 1.6, 0.8),
    Referral: share(4, 0.9, 1.1),
    'Paid Social': share(2, 0.6, 1.4),
  },
  source: {
    google: share(44, 1.05),
    '(direct)': share(24, 1.3),
    instagram: share(8, 0.5, 1.3),
    newsletter: share(7, 1.9, 0.6),
    bing: share(5),
    'chatgpt.com': share(4, 1.6),
    'blog.knitting.example': share(3, 0.9),
    duckduckgo: share(2),
    'pinterest.com': share(2, 0.6),
    'preisvergleich.example': share(1, 1.5),
  },
  campaign: Object.fromEntries([['(none)', share(80)], ...campaigns]),
  landingPage: {
    '/': share(30, 0.9),
    '/products/merino-scarf': share(18, 1.3),
    '/winter-sale': share(14, 1.6, 0.8),
    '/products/wool-socks': share(11, 1.1),
    '/collections/new': share(8),
    '/blog/how-to-wash-wool': share(7, 0.2, 1.7),
    '/products/alpaca-throw': share(5, 1.2),
    '/gift-cards': share(3, 1.1),
    '/about': share(2, 0.3, 1.4),
    '/products/a-very-long-name-of-a-product-that-nobody-would-ever-shorten-by-hand': share(2),
  },
  exitPage: {
    '/cart': share(26, 0.6),
    '/': share(20, 0.4, 1.4),
    '/checkout/thank-you': share(9, 12, 0.1),
    '/products/merino-scarf': share(16, 0.3),
    '/winter-sale': share(12, 0.3),
    '/checkout': share(9, 0.2),
    '/shipping': share(8, 0.2),
  },
  country: {
    DE: share(58, 1.1),
    AT: share(13, 1.15),
    CH: share(9, 1.3),
    FR: share(6, 0.7),
    NL: share(5, 0.8),
    US: share(4, 0.3, 1.4),
    GB: share(3, 0.6),
    '(unknown)': share(2, 0.8),
  },
  device: { mobile: share(61, 0.75, 1.1), desktop: share(33, 1.5, 0.85), tablet: share(6, 1.1) },
  browser: {
    Chrome: share(41),
    'Mobile Safari': share(34, 0.9),
    Safari: share(9, 1.3),
    Firefox: share(7, 1.2),
    'Samsung Internet': share(5, 0.8),
    Edge: share(4, 1.1),
  },
  os: {
    iOS: share(36, 0.9),
    Android: share(29, 0.75),
    Windows: share(21, 1.4),
    macOS: share(11, 1.5),
    Linux: share(3),
  },
};

const totalOf = (by: Dimension): number =>
  Object.values(SHARES[by]).reduce((sum, { weight }) => sum + weight, 0);

/** A dimension's values, the largest first. */
export const valuesOf = (by: Dimension): string[] => Object.keys(SHARES[by]);
export const DIMENSION_NAMES = Object.keys(SHARES) as Dimension[];

type Counts = {
  [name in
    | 'totalVisits'
    | 'newSessions'
    | 'pageViews'
    | 'durationMs'
    | 'engagedMs'
    | 'bounces'
    | 'productSessions'
    | 'cartSessions'
    | 'checkoutSessions'
    | 'convertedSessions'
    | 'orders'
    | 'revenue'
    | 'bots']: number;
};

const WEEK = [1.18, 1.02, 0.94, 0.92, 0.97, 1.04, 1.12];
const DAY_MS = 86_400_000;

/** Visits of a day: a week's rhythm, slow growth, a sale, and what cannot be foreseen. */
const visitsOf = (day: string): number => {
  const at = Date.parse(day);
  const growth = 1 + (at - Date.parse('2026-01-01')) / DAY_MS / 900;
  const sale = day >= '2026-11-09' && day <= '2026-11-15' ? 1.35 : 1;
  return 540 * (WEEK[new Date(at).getUTCDay()] ?? 1) * growth * sale * (0.9 + 0.2 * chance(day));
};

/** How far today has come, at 15:37. */
export const TODAY_SO_FAR = 0.58;
export const TODAY = '2026-11-22';
export const FIRST_DAY = '2025-09-01';

/** The counts of a part of a day's visits. */
export const countsOf = (day: string, filters: readonly Filter[], part = 1): Counts => {
  const shares = filters.map(({ dimension, value }) => {
    const found = SHARES[dimension][value] ?? share(0);
    return { ...found, weight: found.weight / totalOf(dimension) };
  });
  const product = (of: (one: Share) => number): number => shares.reduce((result, one) => result * of(one), 1);
  const sofar = day === TODAY ? TODAY_SO_FAR : 1;
  const exists = day >= FIRST_DAY && day <= TODAY ? 1 : 0;
  const visits = Math.round(visitsOf(day) * product(({ weight }) => weight) * sofar * part * exists);
  const mood = 0.9 + 0.2 * chance(`mood ${day}`);
  const converts = Math.min(0.5, 0.031 * product(({ converts }) => converts) * mood);
  const bounce = Math.min(0.9, 0.38 * product(({ bounces }) => bounces) * (2 - mood));
  const converted = Math.round(visits * converts);
  const orders = Math.round(converted * 1.04);
  return {
    totalVisits: visits,
    newSessions: Math.round(visits * 0.55),
    pageViews: Math.round(visits * 3.6 * mood),
    durationMs: Math.round(visits * 154_000 * mood),
    engagedMs: Math.round(visits * 92_000 * mood),
    bounces: Math.round(visits * bounce),
    productSessions: Math.round(visits * 0.56),
    cartSessions: Math.max(converted, Math.round(visits * 0.115 * mood)),
    checkoutSessions: Math.max(converted, Math.round(visits * 0.058 * mood)),
    convertedSessions: converted,
    orders,
    revenue: orders * Math.round(6_870 * (0.85 + 0.3 * chance(`basket ${day}`))),
    bots: filters.length === 0 ? Math.round(visits * 0.14) : 0,
  };
};

export const sumOf = (all: readonly Counts[]): Counts =>
  all.reduce(
    (sum, counts) =>
      Object.fromEntries(
        Object.entries(sum).map(([name, value]) => [name, value + counts[name as keyof Counts]]),
      ) as Counts,
    countsOf('1970-01-01', []),
  );

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** Counts of so many days as the API tells them. */
export const metricsOf = (counts: Counts, days: number): Metrics => {
  const uniqueVisits = Math.round(counts.totalVisits * (0.6 + 0.34 / days ** 0.4));
  const newVisitors = Math.min(uniqueVisits, Math.round(counts.newSessions * 0.9));
  return {
    ...counts,
    uniqueVisits,
    newVisitors,
    returningVisitors: uniqueVisits - newVisitors,
    averageDurationMs: ratio(counts.durationMs, counts.totalVisits),
    bounceRate: ratio(counts.bounces, counts.totalVisits),
    cartRate: ratio(counts.cartSessions, counts.totalVisits),
    conversionRate: ratio(counts.convertedSessions, counts.totalVisits),
    purchaseRate: ratio(counts.convertedSessions, counts.cartSessions),
    averageOrder: ratio(counts.revenue, counts.orders),
  };
};
