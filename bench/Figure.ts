import type { Results } from './Results.ts';

/** What a figure is to come to; without one it is only reported. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** A figure of the benchmark: what it is, its goal, and its value in each round. */
export interface Figure {
  readonly title: string;
  readonly unit: string;
  readonly goal?: Goal;
  /** Empty where it was not measured. */
  readonly values: (results: Results) => readonly number[];
}
