import type { DriverDb } from '../../../src/adapters/mongodb/driverPart.ts';
import { INDEXES } from '../../../src/adapters/mongodb/indexes.ts';

/** Every document of the record, by collection. */
export const documentsOf = async (db: DriverDb): Promise<{ [collection: string]: object[] }> =>
  Object.fromEntries(
    await Promise.all(
      Object.keys(INDEXES).map(async (name) => [name, await db.collection(name).find({}).toArray()] as const),
    ),
  );

/** In which collections any of these texts stands. */
export const whereFound = async (db: DriverDb, texts: readonly string[]): Promise<string[]> =>
  Object.entries(await documentsOf(db)).flatMap(([name, documents]) => {
    const text = JSON.stringify(documents);
    return texts.filter((one) => text.includes(one)).map((one) => `${name}: ${one}`);
  });
