import { MEASURES, type Measure } from '../../../src/domain/metrics/measures.ts';
import type { Counts } from '../../../src/domain/metrics/piece.ts';

/** Counters of a row by name; those that are left out are 0. */
export const countsOf = (values: { readonly [name in Measure]?: number }): Counts =>
  Float64Array.from(MEASURES, (name) => values[name] ?? 0);
