import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '../wiring/privateFile.ts';
import { RING_FILES } from '../wiring/ringFiles.ts';
import { STAFF_FILE } from '../wiring/staffCredentials.ts';
import { BackupFault } from './BackupFault.ts';

/** The data folder's own files: keys, the staff's password's hash. Not how the running server is reached, which is of one run. */
const KEPT: ReadonlySet<string> = new Set([...Object.values(RING_FILES), STAFF_FILE]);

/** One of them. */
export interface KeptFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Those that are there, by name. */
export const readKeptFiles = async (dataDir: string): Promise<KeptFile[]> => {
  const entries = await readdir(dataDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && KEPT.has(entry.name)).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => ({ name, bytes: await readFile(join(dataDir, name)) })),
  );
};

/** Puts a file back, for its owner's eyes alone. @throws BackupFault where it is none of those */
export const writeKeptFile = async (dataDir: string, { name, bytes }: KeptFile): Promise<void> => {
  if (!KEPT.has(name))
    throw new BackupFault(`the backup has a file that is not known here: ${JSON.stringify(name)}`);
  await writePrivateFile(join(dataDir, name), bytes);
};
