import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { sessionFromEnvironment } from '../../src/runtime/sessionFromEnvironment.ts';
import { createHandler } from './createHandler.ts';

const log = powertoolsLog('footfall-track');

const dependencies = await sessionFromEnvironment(process.env, log).catch((error: Error) => {
  log.critical('cannot start', { error });
  throw error;
});

export const handler = createHandler(dependencies);
