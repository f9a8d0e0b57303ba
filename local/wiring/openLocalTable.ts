import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable } from '../../src/adapters/dynamodb/createTable.ts';
import { lockFolder } from '../../src/adapters/embedded/lockFolder.ts';
import type { Log } from '../../src/ports/Log.ts';
import { createClosers } from './closers.ts';
import { checkLevelDb } from './leveldb/checkLevelDb.ts';
import { startLoopbackDynalite } from './loopbackDynalite.ts';

/** A table of DynamoDB, wherever it is. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/** The data folder's own table; nothing is swept out of it by itself. */
export interface LocalTable extends Table {
  /** Safe to repeat. */
  close(): Promise<void>;
}

const LOCAL_TABLE = 'footfall';

/**
 * Opens the table of the data folder, in dynalite, or makes it.
 * @throws FolderLocked where another process uses it, LogCorrupted where a file of it is damaged or missing, and the SDK's errors
 */
export const openLocalTable = async ({
  dataDir,
  log,
}: {
  readonly dataDir: string;
  readonly log: Log;
}): Promise<LocalTable> => {
  const closers = createClosers();
  try {
    const dir = join(dataDir, 'metrics');
    await mkdir(dir, { recursive: true, mode: 0o700 });
    // LevelDB has a lock as well, but dynalite (4.0.0) ends the process where it does not get it.
    const lock = await lockFolder(dir);
    closers.add(() => lock.release());
    const path = join(dir, 'leveldb');
    await checkLevelDb(path, (what) => log.warn('cut a torn record off the end of the metrics’ log', what));
    const { client, close } = await startLoopbackDynalite({ path });
    closers.add(close);
    const table = { client, tableName: LOCAL_TABLE };
    await createTable(table);
    return { ...table, close: closers.closeAll };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
};
