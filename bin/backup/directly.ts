import { stat } from 'node:fs/promises';
import { type BackedUp, backUp } from '../../local/backup/backUp.ts';
import { openStoppedFolder } from '../../local/backup/openStoppedFolder.ts';
import type { Environment } from '../../src/config/environment.ts';
import { Complaint } from '../aggregate/Complaint.ts';
import { commandLog } from '../command/commandLog.ts';
import { folderComplaint } from './folderComplaint.ts';

/**
 * Backs up a data folder that no server runs on.
 * @throws Complaint
 */
export const backUpDirectly = async (
  environment: Environment,
  { dataDir, to, onProgress }: { dataDir: string; to: string; onProgress: (entries: number) => void },
): Promise<BackedUp> => {
  const isThere = await stat(dataDir).then(
    () => true,
    () => false,
  );
  if (!isThere) throw new Complaint(`There is nothing at ${dataDir}: set DATA_DIR.`);
  try {
    const sources = await openStoppedFolder(environment, { dataDir, log: commandLog(environment) });
    try {
      return await backUp(sources, { to, nowMs: Date.now(), onProgress });
    } finally {
      await sources.close();
    }
  } catch (error) {
    throw folderComplaint(error);
  }
};
