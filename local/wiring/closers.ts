/** What has been opened, to be closed in the opposite order. */
export interface Closers {
  add(close: () => Promise<void>): void;
  /** Closes each, also after one that fails. Safe to repeat. @throws the first error */
  closeAll(): Promise<void>;
}

export const createClosers = (): Closers => {
  const closers: (() => Promise<void>)[] = [];
  return {
    add: (close) => void closers.push(close),
    closeAll: async () => {
      const errors: unknown[] = [];
      for (const close of closers.splice(0).reverse()) {
        await close().catch((error: unknown) => errors.push(error));
      }
      if (errors.length > 0) throw errors[0];
    },
  };
};
