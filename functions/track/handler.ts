import { powertoolsLog } from '../../src/adapters/log/powertoolsLog.ts';
import { sessionFromEnvironment } from '../../src/runtime/sessionFromEnvironment.ts';
import { startFunction } from '../../src/runtime/startFunction.ts';
import { createHandler } from './createHandler.ts';

const log = powertoolsLog('footfall-track');

export const handler = await startFunction(log, async (environment) =>
  createHandler(await sessionFromEnvironment(environment, log)),
);
