import type { RecordStore } from '../ports/RecordStore.ts';

/** The record, connected when it is first asked: a hot path that never needs it never pays for it. */
export interface LazyRecord {
  get(): Promise<RecordStore>;
}

/** @param connect rejects where the record cannot be reached; the next call tries again */
export const lazyRecord = (connect: () => Promise<RecordStore>): LazyRecord => {
  let connected: Promise<RecordStore> | undefined;
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
