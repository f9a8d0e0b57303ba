import { addDays, addYears, countDays, firstOfMonth, firstOfYear, isDate } from './dates.ts';

/** Site-local dates, both inclusive. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const backFrom = (today: string, days: number): Days => ({ from: addDays(today, 1 - days), to: today });

/** The ranges on offer, each made from the site's today. Adding one means one entry here. */
export const PRESETS = {
  today: { label: 'Today', days: (today) => backFrom(today, 1) },
  yesterday: { label: 'Yesterday', days: (today) => backFrom(addDays(today, -1), 1) },
  '7d': { label: 'Last 7 days', days: (today) => backFrom(today, 7) },
  '28d': { label: 'Last 28 days', days: (today) => backFrom(today, 28) },
  '90d': { label: 'Last 90 days', days: (today) => backFrom(today, 90) },
  month: { label: 'This month', days: (today) => ({ from: firstOfMonth(today), to: today }) },
  'last-month': {
    label: 'Last month',
    days: (today) => {
      const to = addDays(firstOfMonth(today), -1);
      return { from: firstOfMonth(to), to };
    },
  },
  year: { label: 'This year', days: (today) => ({ from: firstOfYear(today), to: today }) },
} as const satisfies {
  readonly [name: string]: { readonly label: string; readonly days: (today: string) => Days };
};

export type Preset = keyof typeof PRESETS;
export const isPreset = (name: string): name is Preset => Object.hasOwn(PRESETS, name);

export type RangeChoice = { readonly preset: Preset } | Days;
export const DEFAULT_RANGE: RangeChoice = { preset: '28d' };

export const COMPARISONS = {
  previous: 'Previous period',
  year: 'Previous year',
  none: 'No comparison',
} as const;
export type Comparison = keyof typeof COMPARISONS;
export const isComparison = (name: string): name is Comparison => Object.hasOwn(COMPARISONS, name);

/** The longest range that the API answers. */
const MAX_YEARS = 3;

/** Whether both dates exist, in their order, and are no more than three years apart. */
export const isRange = ({ from, to }: Days): boolean =>
  isDate(from) && isDate(to) && from <= to && to < addYears(from, MAX_YEARS);

/** The dates of a choice on a site's day; nothing lies in the future. */
export const resolveRange = (choice: RangeChoice, today: string): Days => {
  if ('preset' in choice) return PRESETS[choice.preset].days(today);
  if (choice.from > today) return resolveRange(DEFAULT_RANGE, today);
  return { from: choice.from, to: choice.to < today ? choice.to : today };
};

/** What a range is compared with: as many days just before it, or the same dates a year earlier. */
export const comparisonRange = ({ from, to }: Days, comparison: Comparison): Days | undefined => {
  if (comparison === 'none') return undefined;
  if (comparison === 'year') return { from: addYears(from, -1), to: addYears(to, -1) };
  const before = addDays(from, -1);
  return { from: addDays(before, 1 - countDays(from, to)), to: before };
};
