/** Taken before any simulation replaces it. */
const { setImmediate: nextTurn } = globalThis;

interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** What ought to come to an end does not. */
export class Stuck extends Error {
  override readonly name = 'Stuck';
}

/** Time that passes only when something is due, and whatever is due then. */
export interface Timeline {
  /** Epoch milliseconds, with fractions. */
  nowMs(): number;
  /** Runs something so many milliseconds later. @returns takes it back */
  after(delayMs: number, run: () => void): () => void;
  /** Lets time pass until it is over. @throws Stuck where it is not over, and nothing is due any more, or not before the end of time */
  run(isOver: () => boolean): Promise<void>;
}

/**
 * Everything of a simulation runs on one of these: in the order of its time, one thing after the other, each with all that
 * follows from it without waiting (a whole turn of the real event loop), before the next one begins.
 */
export const createTimeline = (startMs: number, endMs: number): Timeline => {
  /** The next one last. */
  const entries: Entry[] = [];
  let nowMs = startMs;
  let orders = 0;

  const isLater = (one: Entry, other: Entry): boolean =>
    one.atMs > other.atMs || (one.atMs === other.atMs && one.order > other.order);

  const placeOf = (entry: Entry): number => {
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLater(entries[middle] as Entry, entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const turn = (): Promise<void> => new Promise((resolve) => nextTurn(resolve));

  return {
    nowMs: () => nowMs,
    after: (delayMs, run) => {
      const entry = { atMs: nowMs + Math.max(0, delayMs), order: orders, run };
      orders += 1;
      entries.splice(placeOf(entry), 0, entry);
      return () => {
        const place = placeOf(entry);
        if (entries[place] === entry) entries.splice(place, 1);
      };
    },
    run: async (isOver) => {
      for (;;) {
        await turn();
        if (isOver()) return;
        const next = entries.pop();
        if (next === undefined) throw new Stuck('everybody waits for somebody else');
        if (next.atMs > endMs) throw new Stuck('somebody tries for ever');
        nowMs = next.atMs;
        next.run();
      }
    },
  };
};
