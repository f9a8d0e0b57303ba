import { writeFilter } from '../state/address.ts';
import type { Comparison, Days } from '../state/ranges.ts';
import type { Dimension, Filter, Interval, Period } from '../wire.ts';
import type { MetricName } from '../words/metrics.ts';

/** What a question is about. */
export interface Subject extends Days {
  readonly site: string;
  readonly compare: Comparison;
  readonly filters: readonly Filter[];
}

type Parameter = string | number | undefined;

const address = (
  path: string,
  parameters: { readonly [name: string]: Parameter },
  filters: readonly Filter[] = [],
): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, String(value));
  }
  for (const filter of filters) query.append('filter', writeFilter(filter));
  return query.size === 0 ? path : `${path}?${query}`;
};

const days = ({ site, from, to }: Subject) => ({ site, from, to });
const compared = (subject: Subject) => ({
  ...days(subject),
  compare: subject.compare === 'none' ? undefined : subject.compare,
});

export const ME = '/api/admin/me';
export const LOGIN = '/api/admin/login';
export const LOGOUT = '/api/admin/logout';

/** Values in a card, and in the list of all (the API's own limit). */
export const ALL_VALUES = 500;

export const summaryUrl = (subject: Subject): string =>
  address('/api/analytics/summary', compared(subject), subject.filters);
export const dailyUrl = (subject: Subject, interval: Interval): string =>
  address('/api/analytics/daily', { ...compared(subject), interval }, subject.filters);
export const funnelUrl = (subject: Subject): string =>
  address('/api/analytics/funnel', compared(subject), subject.filters);
export const breakdownUrl = (
  subject: Subject,
  by: Dimension,
  { sort, limit }: { sort: MetricName; limit: number },
): string => address('/api/analytics/breakdown', { ...days(subject), by, sort, limit }, subject.filters);
export const exploreUrl = (subject: Subject, by?: Dimension): string =>
  address('/api/analytics/explore', { ...days(subject), by }, subject.filters);
export const retentionUrl = (subject: Subject, by: Period): string =>
  address('/api/analytics/retention', { ...days(subject), by }, subject.filters);
export const qualityUrl = (subject: Subject): string => address('/api/analytics/quality', days(subject));
export const botsUrl = (subject: Subject): string => address('/api/analytics/bots', days(subject));
export const overruleUrl = (site: string): string => address('/api/admin/bots/verdicts', { site });
export const devicesUrl = (subject: Subject): string => address('/api/analytics/devices', days(subject));
export const coverageUrl = (subject: Subject): string => address('/api/analytics/coverage', days(subject));
export const realtimeUrl = (site: string): string => address('/api/analytics/realtime', { site });
/** Visitors that one can pick a journey from. */
const LATEST_VISITORS = 50;
export const visitorsUrl = (site: string): string =>
  address('/api/analytics/visitors', { site, limit: LATEST_VISITORS });
export const journeyUrl = (site: string, id: string): string =>
  address(`/api/analytics/journeys/${encodeURIComponent(id)}`, { site });

/** The same answer as a file for a spreadsheet. */
export const asCsv = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}format=csv`;
