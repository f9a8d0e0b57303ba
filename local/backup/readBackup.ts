import { open } from 'node:fs/promises';
import { LogCorrupted } from '../../src/adapters/embedded/logErrors.ts';
import { readLog } from '../../src/adapters/embedded/replayLog.ts';
import { BackupFault } from './BackupFault.ts';
import { type BackupHead, type BackupRecord, decodeBackupRecord } from './backupFormat.ts';
import { createPartSums, differingParts, type PartSum } from './partSums.ts';

/** What a backup turned out to be, once all of it was read. */
export interface WholeBackup {
  readonly head: BackupHead;
  readonly parts: readonly PartSum[];
}

/**
 * Reads a backup and hands over its entries in blocks, in their order.
 * @throws BackupFault where the file is no backup, or not as it was written: what was handed over until then is worth nothing
 */
export const readBackup = async (
  from: string,
  onBlock: (part: string, entries: readonly Buffer[]) => Promise<void>,
): Promise<WholeBackup> => {
  const handle = await open(from, 'r').catch((cause: Error) => {
    throw new BackupFault(`${from} cannot be read (${cause.message})`, { cause });
  });
  try {
    const sums = createPartSums();
    let head: BackupHead | undefined;
    let parts: readonly PartSum[] | undefined;

    const take = async (record: BackupRecord): Promise<void> => {
      if ((record.kind === 'head') !== (head === undefined) || parts !== undefined)
        throw new BackupFault(`${from} is no backup of Footfall’s`);
      if (record.kind === 'head') head = record.head;
      else if (record.kind === 'end') parts = record.end.parts;
      else {
        for (const bytes of record.entries) sums.add({ part: record.part, bytes });
        await onBlock(record.part, record.entries);
      }
    };

    const batches = readLog({ handle, path: from });
    let next = await batches.next();
    for (; !next.done; next = await batches.next()) {
      for (const payload of next.value.payloads) await take(decoded(from, payload));
    }
    if (head === undefined || parts === undefined || next.value.droppedBytes > 0)
      throw new BackupFault(`${from} is not whole`);
    const differing = differingParts(parts, sums.result());
    if (differing.length > 0) throw new BackupFault(`${from} was changed: ${differing.join(', ')}`);
    return { head, parts };
  } catch (error) {
    if (!(error instanceof LogCorrupted)) throw error;
    const what =
      error.offset === 0
        ? 'is no backup of Footfall’s, or was changed'
        : `was changed at byte ${error.offset}`;
    throw new BackupFault(`${from} ${what}`, { cause: error });
  } finally {
    await handle.close();
  }
};

const decoded = (from: string, payload: Buffer): BackupRecord => {
  try {
    return decodeBackupRecord(payload);
  } catch (cause) {
    throw new BackupFault(`${from} is no backup that can be read here (${(cause as Error).message})`, {
      cause,
    });
  }
};
