import type { DriverCollection, UpdateOneOperation } from './driverPart.ts';
import { duplicatesOf } from './upsertEach.ts';

/** @returns whether the filter found a document, which is then changed */
export const updated = async (
  collection: DriverCollection,
  operation: Omit<UpdateOneOperation['updateOne'], 'upsert'>,
): Promise<boolean> => {
  const { matchedCount } = await collection.bulkWrite([{ updateOne: operation }], { ordered: false });
  return matchedCount > 0;
};

/** @returns whether this call made the document: not so where it was there, or somebody else was first */
export const inserted = async (
  collection: DriverCollection,
  _id: string,
  fields: { readonly [field: string]: unknown },
): Promise<boolean> => {
  let made = 0;
  await duplicatesOf(async () => {
    const { upsertedCount } = await collection.bulkWrite(
      [{ updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true } }],
      { ordered: false },
    );
    made = upsertedCount;
  });
  return made > 0;
};
