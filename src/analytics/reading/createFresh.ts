/** A value as of a moment ago. */
export interface Fresh<T> {
  readonly value: T;
  /** Another number whenever the value is another one: what was made of it may be kept by this. */
  readonly generation: number;
}

interface Entry<T> {
  fetchedAt: number;
  signature: string;
  known: Fresh<T> | undefined;
  pending: Promise<Fresh<T>> | undefined;
}

/** An entry that nobody asked for in this time is forgotten. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/**
 * Values by key that are at most `maxAgeMs` old. Those that are asked for at the same time are fetched once, and together.
 * @param fetch values in the order of the keys
 * @param signatureOf the same for two values exactly where they are the same
 */
export const createFresh = <T>({
  fetch,
  signatureOf,
  now,
  maxAgeMs,
}: {
  readonly fetch: (keys: readonly string[]) => Promise<readonly T[]>;
  readonly signatureOf: (value: T) => string;
  readonly now: () => number;
  readonly maxAgeMs: number;
}) => {
  const entries = new Map<string, Entry<T>>();
  let generations = 0;

  const settle = (entry: Entry<T>, value: T, fetchedAt: number): Fresh<T> => {
    const signature = signatureOf(value);
    if (entry.known === undefined || entry.signature !== signature) {
      generations += 1;
      entry.known = { value, generation: generations };
      entry.signature = signature;
    }
    entry.fetchedAt = fetchedAt;
    return entry.known;
  };

  const refresh = (keys: readonly string[], nowMs: number): void => {
    const fetched = fetch(keys);
    for (const [index, key] of keys.entries()) {
      const entry: Entry<T> = entries.get(key) ?? {
        fetchedAt: Number.NEGATIVE_INFINITY,
        signature: '',
        known: undefined,
        pending: undefined,
      };
      entries.set(key, entry);
      entry.pending = fetched
        .then((values) => settle(entry, values[index] as T, nowMs))
        .finally(() => {
          entry.pending = undefined;
        });
      // Each who asked has the error from `read`.
      entry.pending.catch(() => undefined);
    }
  };

  // A clock may also be behind what it was before.
  const isOlder = (entry: Entry<T>, nowMs: number, ageMs: number): boolean =>
    Math.abs(nowMs - entry.fetchedAt) >= ageMs;

  const forgetUnused = (nowMs: number): void => {
    for (const [key, entry] of entries) {
      if (entry.pending === undefined && isOlder(entry, nowMs, FORGOTTEN_AFTER_MS)) entries.delete(key);
    }
  };

  return {
    read: async (keys: readonly string[]): Promise<Fresh<T>[]> => {
      const nowMs = now();
      const stale = keys.filter((key) => {
        const entry = entries.get(key);
        return entry === undefined || (entry.pending === undefined && isOlder(entry, nowMs, maxAgeMs));
      });
      if (stale.length > 0) {
        forgetUnused(nowMs);
        refresh(stale, nowMs);
      }
      return Promise.all(
        keys.map((key) => {
          const { pending, known } = entries.get(key) as Entry<T>;
          return pending ?? (known as Fresh<T>);
        }),
      );
    },
    /** Has everything fetched anew when it is next asked for. */
    expire: (): void => {
      for (const entry of entries.values()) entry.fetchedAt = Number.NEGATIVE_INFINITY;
    },
  };
};
