import type { Dimension, Filter, Period } from '../wire.ts';
import { isDimension } from '../words/dimensions.ts';
import { DEFAULT_METRIC, isMetric, type MetricName } from '../words/metrics.ts';
import {
  type Comparison,
  DEFAULT_RANGE,
  isComparison,
  isPreset,
  isRange,
  type RangeChoice,
} from './ranges.ts';

export const VIEW_NAMES = [
  'overview',
  'live',
  'conversion',
  'retention',
  'devices',
  'journeys',
  'quality',
] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** Everything that a shared address brings back. */
export interface Address {
  readonly view: ViewName;
  /** The first site where there is none. */
  readonly site?: string | undefined;
  readonly range: RangeChoice;
  readonly compare: Comparison;
  readonly filters: readonly Filter[];
  readonly metric: MetricName;
  /** Of retention's cohorts. */
  readonly by: Period;
  /** Whose journey is shown. */
  readonly visitor?: string | undefined;
  /** The dimension of which all values are shown. */
  readonly all?: Dimension | undefined;
}

/** As many as the API takes. */
export const MAX_FILTERS = 3;

const BASE = '/dashboard/';

const readRange = (text: string | null): RangeChoice => {
  if (text === null) return DEFAULT_RANGE;
  if (isPreset(text)) return { preset: text };
  const [from = '', to = ''] = text.split('..');
  return isRange({ from, to }) ? { from, to } : DEFAULT_RANGE;
};

const writeRange = (range: RangeChoice): string =>
  'preset' in range ? range.preset : `${range.from}..${range.to}`;

const readFilter = (text: string): Filter | undefined => {
  const colon = text.indexOf(':');
  const dimension = text.slice(0, Math.max(colon, 0));
  const value = text.slice(colon + 1);
  return isDimension(dimension) && value !== '' ? { dimension, value } : undefined;
};

/** A filter as the address and the API write it. */
export const writeFilter = ({ dimension, value }: Filter): string => `${dimension}:${value}`;

const readFilters = (texts: readonly string[]): Filter[] => {
  const byDimension = new Map<Dimension, Filter>();
  for (const text of texts) {
    const filter = readFilter(text);
    if (filter) byDimension.set(filter.dimension, filter);
  }
  return [...byDimension.values()].slice(0, MAX_FILTERS);
};

/** Reads an address; what it says that nobody knows falls back to what is shown at first. */
export const parseAddress = ({ pathname, search }: Pick<URL, 'pathname' | 'search'>): Address => {
  const query = new URLSearchParams(search);
  const path = pathname.slice(BASE.length).replace(/\/$/, '');
  const compare = query.get('compare') ?? '';
  const metric = query.get('metric') ?? '';
  const all = query.get('all') ?? '';
  return {
    view: VIEW_NAMES.find((name) => name === path) ?? 'overview',
    site: query.get('site') || undefined,
    range: readRange(query.get('range')),
    compare: isComparison(compare) ? compare : 'previous',
    filters: readFilters(query.getAll('filter')),
    metric: isMetric(metric) ? metric : DEFAULT_METRIC,
    by: query.get('by') === 'month' ? 'month' : 'week',
    visitor: query.get('visitor') || undefined,
    all: isDimension(all) ? all : undefined,
  };
};

/** Writes an address; what is shown at first anyhow is left out. */
export const formatAddress = (address: Address): string => {
  const query = new URLSearchParams();
  const { site, visitor, all } = address;
  if (site !== undefined) query.set('site', site);
  const range = writeRange(address.range);
  if (range !== writeRange(DEFAULT_RANGE)) query.set('range', range);
  if (address.compare !== 'previous') query.set('compare', address.compare);
  for (const filter of address.filters) query.append('filter', writeFilter(filter));
  if (address.metric !== DEFAULT_METRIC) query.set('metric', address.metric);
  if (address.by !== 'week') query.set('by', address.by);
  if (visitor !== undefined) query.set('visitor', visitor);
  if (all !== undefined) query.set('all', all);
  const path = BASE + (address.view === 'overview' ? '' : address.view);
  return query.size === 0 ? path : `${path}?${query}`;
};

/** Sets a filter, takes it back where it is set already, and replaces another value of its dimension. */
export const toggleFilter = (filters: readonly Filter[], filter: Filter): Filter[] => {
  const others = filters.filter(({ dimension }) => dimension !== filter.dimension);
  const isSet = filters.some((one) => one.dimension === filter.dimension && one.value === filter.value);
  return isSet ? others : [...others, filter].slice(-MAX_FILTERS);
};
