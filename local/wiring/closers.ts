/** What has been opened, to be closed in the opposite order. */
export interface Closers {
  add(close: () => Promise<void>): void;
  /** What is being opened, once it is, to be closed with the others. @throws what the opening does */
  opened<T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T>;
  /** Closes each, also after one that fails. Safe to repeat. @throws the first error */
  closeAll(): Promise<void>;
}

export const createClosers = (): Closers => {
  const closers: (() => Promise<void>)[] = [];
  return {
    add: (close) => void closers.push(close),
    opened: async (opening) => {
      const opened = await opening;
      closers.push(() => opened.close());
      return opened;
    },
    closeAll: async () => {
      const errors: unknown[] = [];
      for (const close of closers.splice(0).reverse()) {
        await close().catch((error: unknown) => errors.push(error));
      }
      if (errors.length > 0) throw errors[0];
    },
  };
};
