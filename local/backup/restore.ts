import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openAppendLog } from '../../src/adapters/embedded/appendLog.ts';
import type { Log } from '../../src/ports/Log.ts';
import { openLocalSpool } from '../queue/openLocalSpool.ts';
import { createClosers } from '../wiring/closers.ts';
import { recordPath } from '../wiring/openLocalDb.ts';
import { openLocalTable } from '../wiring/openLocalTable.ts';
import { BackupFault } from './BackupFault.ts';
import {
  entriesOf,
  FILES_PART,
  fileOf,
  INDEXES_PART,
  METRICS_PART,
  QUEUE_PART,
  RECORD_PART,
} from './backupEntries.ts';
import { writeKeptFile } from './keptFiles.ts';
import { openStoppedFolder } from './openStoppedFolder.ts';
import { createPartSums, differingParts, type PartSum } from './partSums.ts';
import { readBackup, type WholeBackup } from './readBackup.ts';
import { putTableItems } from './tableItems.ts';

/** Opens the empty stores of a new folder, each to be filled with what a backup has of it. */
const openNewFolder = async (options: { readonly dataDir: string; readonly log: Log }) => {
  const { dataDir } = options;
  const closers = createClosers();
  try {
    const path = recordPath(dataDir);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const none = (): void => undefined;
    const record = await closers.opened(openAppendLog({ path, onRecord: none, onRepair: none }));
    const spool = await closers.opened(openLocalSpool(options));
    const table = await closers.opened(openLocalTable(options));
    return {
      put: async (part: string, entries: readonly Buffer[]): Promise<void> => {
        if (part.startsWith(RECORD_PART) || part === INDEXES_PART) await record.append(entries);
        else if (part === METRICS_PART) await putTableItems(table, entries);
        else if (part === QUEUE_PART) for (const message of entries) await spool.add(message.toString());
        else if (part === FILES_PART) for (const file of entries) await writeKeptFile(dataDir, fileOf(file));
        else throw new BackupFault(`the backup has a part that is not known here: ${part}`);
      },
      close: closers.closeAll,
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
};

/** What a folder holds, counted and hashed as a backup of it would be. */
const sumsOfFolder = async (options: {
  readonly dataDir: string;
  readonly log: Log;
}): Promise<readonly PartSum[]> => {
  const sources = await openStoppedFolder({}, options);
  try {
    const sums = createPartSums();
    for await (const entry of entriesOf(sources)) sums.add(entry);
    return sums.result();
  } finally {
    await sources.close();
  }
};

/**
 * Removes an empty folder, to make room for the one that is to have its name.
 * @returns whether it was there
 * @throws BackupFault where it is not empty, or cannot go: a mount point, a link
 */
const removeEmpty = async (dir: string): Promise<boolean> => {
  try {
    await rmdir(dir);
    return true;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    throw new BackupFault(
      code === 'ENOTEMPTY' || code === 'EEXIST'
        ? `${dir} is not empty, and nothing in it is overwritten: choose another DATA_DIR`
        : `${dir} cannot be replaced by what is restored (${message}): choose a DATA_DIR that is not there yet, such as a folder in it`,
      { cause },
    );
  }
};

/** What tells a restore's own folder from others, for as long as it is not whole. */
const MARK = 'restoring';

/** Makes the folder to restore to, instead of what a killed restore left. @throws BackupFault where it is somebody else's */
const makeDraft = async (draft: string): Promise<void> => {
  const names = await mkdir(draft, { recursive: true })
    .then(() => readdir(draft))
    .catch((cause: Error) => {
      throw new BackupFault(`${draft} cannot be made (${cause.message})`, { cause });
    });
  if (names.length > 0 && !names.includes(MARK))
    throw new BackupFault(`${draft} is in the way, and no restore has made it: move it elsewhere`);
  await rm(draft, { recursive: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(join(draft, MARK), '');
};

/**
 * Makes a data folder of a backup, counts and hashes what is in it, and only then puts it in its place: it is there whole or not at all.
 * @param onProgress hears now and then how many entries are there
 * @throws BackupFault where the folder is not empty or cannot be replaced, the file is no backup or was changed, or the folder does not hold what the file does
 */
export const restore = async ({
  from,
  dataDir,
  log,
  onProgress,
}: {
  readonly from: string;
  /** Missing, or empty. */
  readonly dataDir: string;
  readonly log: Log;
  readonly onProgress: (entries: number) => void;
}): Promise<WholeBackup> => {
  const draft = `${dataDir}.restoring`;
  await makeDraft(draft);
  let wasThere = false;
  try {
    // First of all: a folder that cannot be replaced is not to be found out after the work.
    wasThere = await removeEmpty(dataDir);
    const folder = await openNewFolder({ dataDir: draft, log });
    let restored = 0;
    let whole: WholeBackup;
    try {
      whole = await readBackup(from, async (part, entries) => {
        await folder.put(part, entries);
        restored += entries.length;
        onProgress(restored);
      });
    } finally {
      await folder.close();
    }
    const differing = differingParts(whole.parts, await sumsOfFolder({ dataDir: draft, log }));
    if (differing.length > 0)
      throw new BackupFault(`what was restored of ${from} is not what it holds: ${differing.join(', ')}`);
    await rename(draft, dataDir);
    await rm(join(dataDir, MARK));
    return whole;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (wasThere) await mkdir(dataDir, { recursive: true, mode: 0o700 });
    throw error;
  }
};
