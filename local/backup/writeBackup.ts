import { rename, rm, stat } from 'node:fs/promises';
import { openAppendLog } from '../../src/adapters/embedded/appendLog.ts';
import { BackupFault } from './BackupFault.ts';
import type { BackupEntry } from './backupEntries.ts';
import { encodeBlock, encodeEnd, encodeHead } from './backupFormat.ts';
import { createPartSums, type PartSum } from './partSums.ts';

/** What is compressed at once: some milliseconds of the server's thread to gather. */
const BLOCK_BYTES = 512 * 1024;

/**
 * Writes entries to a new file, for its owner's eyes alone: it is there whole or not at all.
 * @param leftOut what there is elsewhere and no backup of ours holds, in words
 * @param onProgress hears after each block how many entries are in the file
 * @throws BackupFault where the file is there already, or cannot be made
 * @returns what the file holds
 */
export const writeBackup = async (
  to: string,
  entries: AsyncIterable<BackupEntry>,
  {
    nowMs,
    leftOut,
    onProgress,
  }: {
    readonly nowMs: number;
    readonly leftOut: readonly string[];
    readonly onProgress: (entries: number) => void;
  },
): Promise<readonly PartSum[]> => {
  if (await exists(to)) throw new BackupFault(`${to} is there already`);
  const draft = `${to}.part`;
  await rm(draft, { force: true });
  const log = await openAppendLog({
    path: draft,
    onRecord: () => undefined,
    onRepair: () => undefined,
  }).catch((cause: Error) => {
    throw new BackupFault(`${to} cannot be written (${cause.message})`, { cause });
  });
  try {
    await log.append([encodeHead({ madeAtMs: nowMs, leftOut })]);
    const sums = createPartSums();
    let block: Buffer[] = [];
    let blockBytes = 0;
    let blockPart = '';
    let written = 0;
    const writeBlock = async (): Promise<void> => {
      if (block.length === 0) return;
      await log.append([await encodeBlock(blockPart, block)]);
      written += block.length;
      onProgress(written);
      block = [];
      blockBytes = 0;
    };
    for await (const entry of entries) {
      if (entry.part !== blockPart || blockBytes >= BLOCK_BYTES) await writeBlock();
      blockPart = entry.part;
      block.push(entry.bytes);
      blockBytes += entry.bytes.length;
      sums.add(entry);
    }
    await writeBlock();
    const parts = sums.result();
    await log.append([encodeEnd({ parts })]);
    await log.close();
    await rename(draft, to);
    return parts;
  } catch (error) {
    await log.close();
    await rm(draft, { force: true });
    throw error;
  }
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw new BackupFault(`${path} cannot be looked at (${error.message})`, { cause: error });
    },
  );
