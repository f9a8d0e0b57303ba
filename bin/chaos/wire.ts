import type { Breach } from '../../test/chaos/Breach.ts';

/** What a worker is to run: of the schedules of a seed, each `every`-th from the `first` on, below `until`. */
export interface Share {
  readonly seed: string;
  readonly first: number;
  readonly every: number;
  readonly until: number;
}

/** What came of one schedule. */
export interface Told {
  readonly number: number;
  readonly breaches: readonly Breach[];
  readonly accepted: number;
  readonly faults: number;
}
