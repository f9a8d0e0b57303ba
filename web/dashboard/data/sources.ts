import { countDays } from '../state/dates.ts';
import { comparisonRange } from '../state/ranges.ts';
import type { Dimension, Interval } from '../wire.ts';
import { METRICS, type MetricName } from '../words/metrics.ts';
import { botsUrl, breakdownUrl, devicesUrl, exploreUrl, type Subject, summaryUrl } from './endpoints.ts';

/** Days of sessions that the API reads for a question that the stored metrics do not answer. */
export const MAX_EXPLORED_DAYS = 31;
/** Up to so many days are drawn by the hour. */
const MAX_HOURLY_DAYS = 2;

/** Where a number comes from: the stored metrics, the sessions themselves (slower, and not for long ranges), or nowhere. */
export type Source =
  | { readonly kind: 'stored'; readonly url: string }
  | { readonly kind: 'explored'; readonly url: string }
  | { readonly kind: 'too_long'; readonly days: number };

const readFromSessions = (subject: Subject, url: string): Exclude<Source, { kind: 'stored' }> => {
  const days = countDays(subject.from, subject.to);
  return days > MAX_EXPLORED_DAYS ? { kind: 'too_long', days } : { kind: 'explored', url };
};
const explored = (subject: Subject, by?: Dimension) => readFromSessions(subject, exploreUrl(subject, by));

/** Of how visitors move between devices: no stored metric tells that. */
export const devicesSource = (subject: Subject) => readFromSessions(subject, devicesUrl(subject));

/** Of single visits that were taken for bots'. */
export const botsSource = (subject: Subject) => readFromSessions(subject, botsUrl(subject));

/** Whether the stored metrics, which know one dimension at a time, still have an answer. */
export const isStored = ({ filters }: Subject): boolean => filters.length <= 1;

/** Of the headline numbers. */
export const summarySource = (subject: Subject): Source =>
  isStored(subject) ? { kind: 'stored', url: summaryUrl(subject) } : explored(subject);

/** Of the headline numbers of the range before, where the answer does not hold them anyhow. */
export const previousSource = (subject: Subject): Source | undefined => {
  const before = comparisonRange(subject, subject.compare);
  return isStored(subject) || before === undefined ? undefined : explored({ ...subject, ...before });
};

/** By what a breakdown is sorted: a quotient of few visits says little, so the largest values come first. */
export const sortOf = (metric: MetricName): MetricName => (METRICS[metric].quotient ? 'totalVisits' : metric);

/** Of a breakdown: under a filter on another dimension it is read from the sessions. */
export const breakdownSource = (
  subject: Subject,
  by: Dimension,
  options: { readonly metric: MetricName; readonly limit: number },
): Source =>
  subject.filters.length === 0 || (isStored(subject) && subject.filters[0]?.dimension === by)
    ? {
        kind: 'stored',
        url: breakdownUrl(subject, by, { sort: sortOf(options.metric), limit: options.limit }),
      }
    : explored(subject, by);

export const intervalOf = ({ from, to }: Subject): Interval =>
  countDays(from, to) <= MAX_HOURLY_DAYS ? 'hour' : 'day';
