import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LogCorrupted } from '../../../src/adapters/embedded/logErrors.ts';
import { checkTable } from './checkTable.ts';
import { type LiveFiles, liveFiles } from './liveFiles.ts';
import { readRecords } from './readRecords.ts';

/** What only a database that was once opened has: a crash before that leaves a manifest alone. */
const DATA_FILE = /^\d+\.(?:ldb|sst|log)$/;
/** Of a database that nobody has opened yet. */
const NO_LOG = 0;

const numbered = (number: number, extension: string): string =>
  `${String(number).padStart(6, '0')}.${extension}`;

const filesOf = (path: string, bytes: Buffer): LiveFiles => {
  const { records } = readRecords(path, bytes);
  try {
    return liveFiles(records);
  } catch (cause) {
    throw new LogCorrupted({ path, reason: 'it cannot be read' }, { cause });
  }
};

/**
 * Looks at every file of a LevelDB that nobody has open. LevelDB (1.20, as `classic-level` opens it) drops what fails its checksum from
 * a log, reads damaged tables as if they were whole, and begins anew where its manifest or its log is missing, all without a word
 * (2026-11-23); so this is asked before it.
 * @param dir may be missing, or empty: then there is nothing to look at
 * @param onTorn hears of a torn last record, which LevelDB cuts off when it is opened
 * @throws LogCorrupted that names the file
 */
export const checkLevelDb = async (
  dir: string,
  onTorn: (what: { path: string; keptBytes: number; droppedBytes: number }) => void,
): Promise<void> => {
  const names = new Set(
    await readdir(dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    }),
  );
  if (!names.has('CURRENT') && ![...names].some((name) => DATA_FILE.test(name))) return;

  const need = async (name: string): Promise<{ path: string; bytes: Buffer }> => {
    const path = join(dir, name);
    if (!names.has(name)) throw new LogCorrupted({ path, reason: 'it is missing' });
    return { path, bytes: await readFile(path) };
  };

  const current = await need('CURRENT');
  const manifestName = /^(MANIFEST-\d+)\n$/.exec(current.bytes.toString('latin1'))?.[1];
  if (manifestName === undefined)
    throw new LogCorrupted({ path: current.path, reason: 'it names no manifest' });
  const manifest = await need(manifestName);
  const { tables, logNumber } = filesOf(manifest.path, manifest.bytes);

  for (const [number, size] of tables) {
    const sst = numbered(number, 'sst');
    const { path, bytes } = await need(names.has(sst) ? sst : numbered(number, 'ldb'));
    if (bytes.length !== size)
      throw new LogCorrupted({ path, reason: `it has ${bytes.length} bytes, not ${size}` });
    checkTable(path, bytes);
  }

  const logs = new Set(
    [...names].filter((name) => name.endsWith('.log') && Number.parseInt(name, 10) >= logNumber),
  );
  if (logNumber !== NO_LOG) logs.add(numbered(logNumber, 'log'));
  for (const name of logs) {
    const { path, bytes } = await need(name);
    const { keptBytes, droppedBytes } = readRecords(path, bytes);
    if (droppedBytes > 0) onTorn({ path, keptBytes, droppedBytes });
  }
};
