import { calculateObjectSize } from 'bson';
import type { Document, DriverCollection, DriverDb } from '../../src/adapters/mongodb/driverPart.ts';

/**
 * A database that counts the BSON which goes to and fro: documents inserted, upserts, filters, and documents found. Left out are
 * the frames of the commands and their short answers.
 */
export const countedDb = (db: DriverDb): { readonly db: DriverDb; readonly bytes: () => number } => {
  let bytes = 0;
  const sent = (document: unknown): void => {
    bytes += calculateObjectSize(document as Document);
  };
  const counted = (name: string): DriverCollection => {
    const collection = db.collection(name);
    return {
      ...collection,
      insertMany: (documents, options) => {
        for (const document of documents) sent(document);
        return collection.insertMany(documents, options);
      },
      bulkWrite: (operations, options) => {
        for (const operation of operations) sent(operation);
        return collection.bulkWrite(operations, options);
      },
      find: (filter, options) => {
        sent(filter);
        const cursor = collection.find(filter, options);
        return {
          ...cursor,
          toArray: async () => {
            const found = await cursor.toArray();
            for (const document of found) sent(document);
            return found;
          },
        };
      },
    };
  };
  return { db: { collection: counted, command: (command) => db.command(command) }, bytes: () => bytes };
};
