import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openAppendLog } from '../../src/adapters/embedded/appendLog.ts';
import { LogCorrupted } from '../../src/adapters/embedded/logErrors.ts';
import { type EmbeddedDb, openEmbeddedDb, RECORD_FILE } from '../../src/adapters/embedded/openEmbeddedDb.ts';
import type { Log } from '../../src/ports/Log.ts';
import { spoolPath } from '../queue/openLocalSpool.ts';

export interface LocalDbOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** Epoch milliseconds; what has expired by it goes. */
  readonly now: () => number;
}

/** Read in two seconds (16 MB/s, 2026-11-22, two busy cores): whoever waits longer is told for what. */
const TOLD_OVER_BYTES = 32_000_000;

/** The record's log in the data folder. */
export const recordPath = (dataDir: string): string => join(dataDir, 'record', RECORD_FILE);

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const bytesIn = async (dir: string): Promise<number> => {
  const names = await readdir(dir).catch(() => []);
  const sizes = await Promise.all(
    // Another process may be taking the lock: its draft of it is gone a moment later.
    names.map((name) =>
      stat(join(dir, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};

/**
 * The queue's spool is made after the record: where it is there and the record's folder too, without the log, somebody took it away.
 * Who does without the record removes its whole folder.
 */
const checkNotGone = async (dataDir: string): Promise<void> => {
  const path = recordPath(dataDir);
  if ((await isThere(path)) || !(await isThere(dirname(path))) || !(await isThere(spoolPath(dataDir))))
    return;
  throw new LogCorrupted({ path, reason: 'it is missing' });
};

/** A record's folder appears with its log in it: one that a killed start left without would be taken for one whose log is gone. */
const makeFolder = async (dataDir: string): Promise<void> => {
  const dir = dirname(recordPath(dataDir));
  if (await isThere(dir)) return;
  const draft = `${dir}.${randomUUID()}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const none = (): void => undefined;
  const log = await openAppendLog({ path: join(draft, RECORD_FILE), onRecord: none, onRepair: none });
  await log.close();
  await rename(draft, dir).catch(async (error) => {
    // Another process was quicker, and has the folder's lock.
    if (!(await isThere(dir))) throw error;
    await rm(draft, { recursive: true });
  });
};

/**
 * The record in the data folder.
 * @throws FolderLocked, LogCorrupted
 */
export const openLocalDb = async ({ dataDir, log, now }: LocalDbOptions): Promise<EmbeddedDb> => {
  await checkNotGone(dataDir);
  await makeFolder(dataDir);
  const dir = dirname(recordPath(dataDir));
  const bytes = await bytesIn(dir);
  if (bytes > TOLD_OVER_BYTES) {
    log.info(`reading ${Math.round(bytes / 1_000_000)} MB of what was recorded`);
  }
  return openEmbeddedDb({
    dir,
    onRepair: (what) => log.warn('cut a torn record off the end of the record’s log', what),
    now,
  });
};
