import { BackupFault } from '../../local/backup/BackupFault.ts';
import { FolderLocked } from '../../src/adapters/embedded/lockFolder.ts';
import { LogCorrupted } from '../../src/adapters/embedded/logErrors.ts';
import { Complaint } from '../aggregate/Complaint.ts';

/** What the person at the terminal can do something about, as a sentence; anything else as it is: a bug. */
export const folderComplaint = (error: unknown): unknown => {
  if (error instanceof FolderLocked || error instanceof LogCorrupted || error instanceof BackupFault)
    return new Complaint(`${error.message.replace(/\.$/, '')}.`, { cause: error });
  return error;
};
