import type { Environment } from '../../src/config/environment.ts';
import type { Log } from '../../src/ports/Log.ts';
import { openLocalSpool } from '../queue/openLocalSpool.ts';
import { createClosers } from '../wiring/closers.ts';
import { openLocalDb } from '../wiring/openLocalDb.ts';
import { openLocalTable } from '../wiring/openLocalTable.ts';
import type { BackupSources } from './BackupSources.ts';

/**
 * Opens a data folder that no server runs on, as far as the environment does not say that its contents are elsewhere. Nothing expires
 * while it is open.
 * @throws FolderLocked, LogCorrupted
 */
export const openStoppedFolder = async (
  { MONGODB_URI, TABLE_NAME }: Environment,
  { dataDir, log }: { readonly dataDir: string; readonly log: Log },
): Promise<BackupSources & { close(): Promise<void> }> => {
  const closers = createClosers();
  try {
    const db = MONGODB_URI ? undefined : await closers.opened(openLocalDb({ dataDir, log, now: () => 0 }));
    const spool = await closers.opened(openLocalSpool({ dataDir, log }));
    const table = TABLE_NAME ? undefined : await closers.opened(openLocalTable({ dataDir, log }));
    return {
      dataDir,
      record: db?.snapshot,
      queue: () => [...spool.open.values()],
      table,
      close: closers.closeAll,
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
};
