import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { openEmbeddedDb } from '../../src/adapters/embedded/openEmbeddedDb.ts';
import { EVENTS, SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import { recordStoreContract } from './recordStore.contract.ts';

describe('on the embedded engine,', () => {
  recordStoreContract(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'footfall-record-'));
    const db = await openEmbeddedDb({
      dir,
      onRepair: () => {
        throw new Error('nothing here is torn');
      },
    });
    const record = mongoRecordStore({ db, close: () => db.close() });
    return {
      record,
      empty: async () => {
        for (const name of [EVENTS, SESSIONS]) await db.collection(name).deleteMany({});
      },
      stop: async () => {
        await record.close();
        await rm(dir, { recursive: true });
      },
    };
  });
});
