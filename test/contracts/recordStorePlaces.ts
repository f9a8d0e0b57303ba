import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedDb } from '../../src/adapters/embedded/openEmbeddedDb.ts';
import { connectMongo } from '../../src/adapters/mongodb/connectMongo.ts';
import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { INDEXES } from '../../src/adapters/mongodb/indexes.ts';
import { startSecantus } from '../servers/servers.ts';

/** A database for a record to try, and how to empty it and to stop what it stands on. */
export interface RecordPlace {
  readonly db: DriverDb;
  empty(): Promise<void>;
  stop(): Promise<void>;
}

const empty = (db: DriverDb) => async (): Promise<void> => {
  for (const name of Object.keys(INDEXES)) await db.collection(name).deleteMany({});
};

export const embeddedPlace = async (): Promise<RecordPlace> => {
  const dir = await mkdtemp(join(tmpdir(), 'footfall-record-'));
  const db = await openEmbeddedDb({
    dir,
    onRepair: () => {
      throw new Error('nothing here is torn');
    },
  });
  return {
    db,
    empty: empty(db),
    stop: async () => {
      await db.close();
      await rm(dir, { recursive: true });
    },
  };
};

/** The real driver, and a server that speaks MongoDB's protocol. */
export const secantusPlace = async (): Promise<RecordPlace> => {
  const server = await startSecantus();
  const { db, close } = await connectMongo({ uri: server.url, maxPoolSize: 4, timeoutMs: 30_000 });
  return {
    db,
    empty: empty(db),
    stop: async () => {
      await close();
      await server.stop();
    },
  };
};
