import { join } from 'node:path';
import { openAppendLog } from '../../../src/adapters/embedded/appendLog.ts';

export interface Repair {
  readonly keptBytes: number;
  readonly droppedBytes: number;
}

/** Opens a folder's log, with what it replayed and repaired. */
export const openLogIn = async (dir: string, sync: 'write' | 'fsync' = 'write') => {
  const records: string[] = [];
  const repairs: Repair[] = [];
  const path = join(dir, 'test.log');
  const log = await openAppendLog({
    path,
    sync,
    onRecord: (payload) => records.push(payload.toString()),
    onRepair: ({ keptBytes, droppedBytes }) => repairs.push({ keptBytes, droppedBytes }),
  });
  return { log, path, records, repairs };
};

/** What a folder's log holds. */
export const recordsIn = async (dir: string) => {
  const { log, records, repairs } = await openLogIn(dir);
  await log.close();
  return { records, repairs };
};

export const payloads = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text));
