/** A value and roughly how much memory it takes. */
export interface Weighed<T> {
  readonly value: T;
  readonly bytes: number;
}

/** Values by key, made once and kept while they are used: the least recently used go first. */
export interface Memo {
  /**
   * The value of a key, which must follow from the key alone. While it is being made, everybody waits for the same one; where
   * that fails, the next who asks makes it anew.
   */
  get<T>(key: string, make: () => Promise<Weighed<T>>): Promise<T>;
  /** What is kept, as weighed. */
  bytes(): number;
}

interface Entry {
  readonly value: Promise<unknown>;
  bytes: number;
}

/** @param maxBytes of everything kept; a single value that is larger is handed out and not kept */
export const createMemo = ({ maxBytes }: { readonly maxBytes: number }): Memo => {
  const entries = new Map<string, Entry>();
  let total = 0;

  const drop = (key: string, entry: Entry): void => {
    if (entries.get(key) !== entry) return;
    entries.delete(key);
    total -= entry.bytes;
  };

  const trim = (): void => {
    for (const [key, entry] of entries) {
      if (total <= maxBytes) return;
      // Still being made: it weighs nothing yet, and somebody waits for it.
      if (entry.bytes > 0) drop(key, entry);
    }
  };

  const begin = (key: string, make: () => Promise<Weighed<unknown>>): Entry => {
    const entry: Entry = {
      bytes: 0,
      value: make().then(
        ({ value, bytes }) => {
          if (entries.get(key) === entry) {
            entry.bytes = Math.max(bytes, 1);
            total += entry.bytes;
            trim();
          }
          return value;
        },
        (error: unknown) => {
          drop(key, entry);
          throw error;
        },
      ),
    };
    return entry;
  };

  return {
    get: <T>(key: string, make: () => Promise<Weighed<T>>) => {
      const known = entries.get(key);
      const entry = known ?? begin(key, make);
      if (known) entries.delete(key);
      entries.set(key, entry);
      return entry.value as Promise<T>;
    },
    bytes: () => total,
  };
};
