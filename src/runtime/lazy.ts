/** Something that is connected when it is first asked for: a hot path that never needs it never pays for it. */
export interface Lazy<T> {
  get(): Promise<T>;
}

/** @param connect rejects where it cannot be reached; the next call tries again */
export const lazy = <T>(connect: () => Promise<T>): Lazy<T> => {
  let connected: Promise<T> | undefined;
  return {
    get: () => {
      connected ??= connect().catch((error: unknown) => {
        connected = undefined;
        throw error;
      });
      return connected;
    },
  };
};
