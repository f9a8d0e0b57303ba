/** MongoDB's code of a key that is there already. */
const DUPLICATE_KEY = 11_000;

interface BulkWriteFault {
  readonly code?: unknown;
  readonly writeErrors?: unknown;
  readonly result?: { readonly getWriteConcernError?: () => unknown };
}

interface WriteFault {
  readonly code?: unknown;
  readonly index?: unknown;
}

/**
 * Which operations of an unordered bulk write met a key that is there already, by their index; `undefined` where the
 * error tells of anything else, were it only of one operation or of the write concern.
 */
export const duplicateKeys = (error: unknown): readonly number[] | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  const { writeErrors, result } = error as BulkWriteFault;
  if (result?.getWriteConcernError?.() != null) return undefined;
  const faults: readonly WriteFault[] = Array.isArray(writeErrors) ? writeErrors : [];
  if (faults.length === 0) return undefined;
  const indexes = faults.map(({ code, index }) => (code === DUPLICATE_KEY ? index : undefined));
  return indexes.every((index): index is number => typeof index === 'number') ? indexes : undefined;
};
