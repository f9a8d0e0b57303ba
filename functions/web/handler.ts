import { fileURLToPath } from 'node:url';
import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { createHandler } from './createHandler.ts';
import { readFiles } from './readFiles.ts';

const log = powertoolsLog('footfall-web');

/** The build puts the applications' files beside the bundle. */
const builtFiles = (app: 'dashboard' | 'shop') =>
  readFiles(fileURLToPath(new URL(`./${app}`, import.meta.url)));

const [dashboard, shop] = await Promise.all([builtFiles('dashboard'), builtFiles('shop')]).catch(
  (error: Error) => {
    log.critical('cannot start', { error });
    throw error;
  },
);

export const handler = createHandler({ dashboard, shop });
