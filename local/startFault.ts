import { FolderLocked } from '../src/adapters/embedded/lockFolder.ts';
import { LogCorrupted } from '../src/adapters/embedded/logErrors.ts';
import { ConfigurationError } from '../src/config/ConfigurationError.ts';
import { RecordUnavailable } from '../src/ports/RecordStore.ts';
import { PortTaken } from './http/listen.ts';

/** Why it did not start, for a person: one sentence and what to do, or for a bug of ours all there is. */
export const startFault = (error: unknown): string => {
  if (error instanceof PortTaken)
    return `${error.message} Stop that one, or choose another: PORT=3001 npm start`;
  if (error instanceof RecordUnavailable) {
    const why = error.cause instanceof Error ? ` (${error.cause.message})` : '';
    return `MongoDB does not answer at MONGODB_URI${why}.`;
  }
  if (error instanceof FolderLocked) {
    return `The data folder is in use: ${error.message}. Or choose another folder: DATA_DIR=other npm start`;
  }
  if (error instanceof ConfigurationError || error instanceof LogCorrupted) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
