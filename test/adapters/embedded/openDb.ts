import { type EmbeddedDbOptions, openEmbeddedDb } from '../../../src/adapters/embedded/openEmbeddedDb.ts';
import type { Document, UpdateOneOperation } from '../../../src/adapters/mongodb/driverPart.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

/** Opens a folder's record; a repair that the test does not expect throws. */
export const openDbIn = (dir: string, options: Partial<EmbeddedDbOptions> = {}) =>
  openEmbeddedDb({
    dir,
    onRepair: ({ path }) => {
      throw new Error(`${path} was repaired`);
    },
    ...options,
  });

/** Runs the body with an empty record, and closes it. */
export const withDb = (
  body: (db: Awaited<ReturnType<typeof openDbIn>>, dir: string) => Promise<void>,
  options: Partial<EmbeddedDbOptions> = {},
): Promise<void> =>
  withTemporaryFolder(async (dir) => {
    const db = await openDbIn(dir, options);
    try {
      await body(db, dir);
    } finally {
      await db.close();
    }
  });

/** One operation of a bulk write: an upsert, unless told otherwise. */
export const updateOne = (
  filter: Document,
  update: UpdateOneOperation['updateOne']['update'],
  upsert = true,
): UpdateOneOperation => ({ updateOne: { filter, update, upsert } });
