import { realpath } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { BackupFault } from './BackupFault.ts';
import type { BackupSources } from './BackupSources.ts';
import { entriesOf } from './backupEntries.ts';
import type { PartSum } from './partSums.ts';
import { readBackup } from './readBackup.ts';
import { writeBackup } from './writeBackup.ts';

/** What a backup of ours does not hold, in words. */
const leftOutOf = ({ record, table }: BackupSources): string[] => [
  ...(record === undefined ? ['the record, which is in MongoDB'] : []),
  ...(table === undefined ? ['the metrics, which are in DynamoDB'] : []),
];

/** Whether a file would be in a folder, by whatever names. */
const isIn = async (dir: string, file: string): Promise<boolean> => {
  // A folder that cannot be looked at cannot be written to either, which says why.
  const folder = await realpath(dirname(file)).catch(() => undefined);
  if (folder === undefined) return false;
  const [first] = relative(await realpath(dir), folder).split(sep);
  return first !== '..';
};

/** A backup that was made. */
export interface BackedUp {
  readonly parts: readonly PartSum[];
  /** What there is elsewhere. */
  readonly leftOut: readonly string[];
}

/**
 * Writes all that is in a data folder to a file, and reads it again. No aggregation may run meanwhile.
 * @param onProgress hears now and then how many entries are in the file
 * @throws BackupFault where the file is to be in that folder, cannot be made, or is not read as it was written
 */
export const backUp = async (
  sources: BackupSources,
  { to, nowMs, onProgress }: { to: string; nowMs: number; onProgress: (entries: number) => void },
): Promise<BackedUp> => {
  if (await isIn(sources.dataDir, to))
    throw new BackupFault(`${to} is in the data folder itself: choose a place that does not go with it`);
  const leftOut = leftOutOf(sources);
  const parts = await writeBackup(to, entriesOf(sources), { nowMs, leftOut, onProgress });
  await readBackup(to, async () => undefined);
  return { parts, leftOut };
};
