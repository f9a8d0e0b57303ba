import type { DriverCollection, UpdateOneOperation } from './driverPart.ts';
import { duplicateKeys } from './duplicateKeys.ts';

/** Runs an unordered bulk write; resolves with the operations that met a key that is there already. */
export const duplicatesOf = async (write: () => Promise<unknown>): Promise<readonly number[]> => {
  try {
    await write();
    return [];
  } catch (error) {
    const duplicates = duplicateKeys(error);
    if (duplicates === undefined) throw error;
    return duplicates;
  }
};

/** What is to be found, and what becomes of it. */
export type Update = Omit<UpdateOneOperation['updateOne'], 'upsert'>;

/** Updates what each filter finds, in one command, and in none where there is nothing to update. @returns how many were found */
export const updateEach = async (
  collection: DriverCollection,
  updates: readonly Update[],
): Promise<number> => {
  if (updates.length === 0) return 0;
  const operations = updates.map((updateOne) => ({ updateOne }));
  return (await collection.bulkWrite(operations, { ordered: false })).matchedCount;
};

/**
 * Updates what each filter finds, or makes the document: in one command, and in a second one those that met a duplicate key.
 *
 * A duplicate key says that the document is there, not that the filter's guard refused: of two writers that insert at once one
 * gets it, and the server tries again by itself only where the filter is the key alone. So the guard decides once more.
 */
export const upsertEach = async (collection: DriverCollection, upserts: readonly Update[]): Promise<void> => {
  if (upserts.length === 0) return;
  const write = (some: readonly Update[], upsert: boolean) =>
    duplicatesOf(() =>
      collection.bulkWrite(
        some.map((one) => ({ updateOne: { ...one, upsert } })),
        { ordered: false },
      ),
    );
  const there = await write(upserts, true);
  if (there.length === 0) return;
  const indexes = new Set(there);
  await write(
    upserts.filter((_, index) => indexes.has(index)),
    false,
  );
};
