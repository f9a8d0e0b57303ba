import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lockFolder } from '../../src/adapters/embedded/lockFolder.ts';
import type { Log } from '../../src/ports/Log.ts';
import { createClosers } from '../wiring/closers.ts';
import { openSpool, type Spool } from './openSpool.ts';

/** The spool's file in the data folder. */
export const spoolPath = (dataDir: string): string => join(dataDir, 'queue', 'spool');

/**
 * The spool of a data folder, in a folder of its own there; its `close` gives the folder free.
 * @throws `FolderLocked` where another process uses it, `LogCorrupted` where it is damaged
 */
export const openLocalSpool = async (options: {
  readonly dataDir: string;
  readonly log: Log;
}): Promise<Spool> => {
  const path = spoolPath(options.dataDir);
  const dir = dirname(path);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const closers = createClosers();
  const lock = await lockFolder(dir);
  closers.add(() => lock.release());
  try {
    const spool = await closers.opened(openSpool({ path, log: options.log }));
    return { ...spool, close: closers.closeAll };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
};
