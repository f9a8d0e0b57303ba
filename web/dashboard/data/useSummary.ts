import { useDashboard, useRangeRefreshMs } from '../state/DashboardContext.ts';
import type { Explore, Metrics, Range, SiteInfo, Status, Summary } from '../wire.ts';
import type { Source } from './sources.ts';
import { previousSource, summarySource } from './sources.ts';
import { type Query, useQuery } from './useQuery.ts';

/** The headline numbers, wherever they come from. */
export interface Headline {
  readonly current: Metrics;
  readonly previous: Metrics | null;
  readonly previousRange: Range | null;
  /** Not told of numbers that were read from the sessions. */
  readonly status: Status | undefined;
}

const urlOf = (source: Source | undefined): string | undefined =>
  source && source.kind !== 'too_long' ? source.url : undefined;

/** A range that began before anything was recorded is no measure for one that did not. */
const isCovered = (range: Range | null, { firstDay }: SiteInfo): boolean =>
  range !== null && firstDay !== null && range.from >= firstDay;

const headlineOf = (answer: Summary | Explore, before: Explore | undefined): Headline =>
  'total' in answer
    ? {
        current: answer.total,
        previous: before?.total ?? null,
        previousRange: before?.range ?? null,
        status: undefined,
      }
    : answer;

/** The range's headline numbers and those compared with, and where they come from. */
export const useSummary = (): { readonly source: Source; readonly query: Query<Headline> } => {
  const { subject, site } = useDashboard();
  const refreshMs = useRangeRefreshMs();
  const source = summarySource(subject);
  const query = useQuery<Summary | Explore>(urlOf(source), source.kind === 'stored' ? refreshMs : undefined);
  const before = useQuery<Explore>(urlOf(previousSource(subject)));
  const headline = query.data && headlineOf(query.data, before.data);
  const fair =
    headline && !isCovered(headline.previousRange, site) ? { ...headline, previous: null } : headline;
  return { source, query: { ...query, data: fair } };
};
