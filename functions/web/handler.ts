import { fileURLToPath } from 'node:url';
import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { createHandler } from './createHandler.ts';
import { readFiles } from './readFiles.ts';

const log = powertoolsLog('footfall-web');

/** The build puts the dashboard's files beside the bundle. */
const files = await readFiles(fileURLToPath(new URL('./dashboard', import.meta.url))).catch(
  (error: Error) => {
    log.critical('cannot start', { error });
    throw error;
  },
);

export const handler = createHandler({ files });
