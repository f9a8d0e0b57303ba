/** Counts of what was refused, distrusted or lost, by reason, in this process. */
export interface Tally {
  readonly count: (what: string) => void;
  /** What was counted since the last time this was asked. */
  take(): { readonly [what: string]: number };
}

export const createTally = (): Tally => {
  let counts = new Map<string, number>();
  return {
    count: (what) => {
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
    take: () => {
      const taken = Object.fromEntries(counts);
      counts = new Map();
      return taken;
    },
  };
};
