import type { SessionFact } from './sessionFact.ts';

/** What stands for a value that nobody knows. */
export const UNKNOWN = '(unknown)';
/** What stands for a value that there is none of. */
export const NONE = '(none)';
/** What stands for all values beyond the largest. */
export const OTHER = '(other)';

/**
 * By what the metrics are broken down: the same full set for each value (design, section 3).
 * Adding a dimension means one entry here.
 */
export const DIMENSION_VALUES = {
  device: ({ device }) => device ?? UNKNOWN,
  browser: ({ browserName }) => browserName ?? UNKNOWN,
  os: ({ os }) => os ?? UNKNOWN,
  country: ({ country }) => country ?? UNKNOWN,
  channel: ({ channel }) => channel ?? UNKNOWN,
  source: ({ source }) => source ?? NONE,
  campaign: ({ campaign }) => campaign ?? NONE,
  landingPage: ({ landingPage }) => landingPage ?? NONE,
  exitPage: ({ exitPage }) => exitPage ?? NONE,
} as const satisfies { readonly [name: string]: (session: SessionFact) => string };

export type Dimension = keyof typeof DIMENSION_VALUES;
export const DIMENSIONS = Object.keys(DIMENSION_VALUES) as readonly Dimension[];

const names: ReadonlySet<string> = new Set(DIMENSIONS);
/** Whether a name is a dimension's. */
export const isDimension = (name: string): name is Dimension => names.has(name);
