import type { Environment } from '../config/environment.ts';
import { type Log, thrown } from '../ports/Log.ts';
import { environmentWithSecrets } from './environmentWithSecrets.ts';

/**
 * Starts a Lambda: with its secrets read, or not at all. What is thrown while a function's module loads makes Lambda answer 500 and
 * try again with the next request.
 * @throws what keeps it from starting, after it was logged as critical
 */
export const startFunction = async <Started>(
  log: Log,
  start: (environment: Environment) => Started | Promise<Started>,
): Promise<Started> => {
  try {
    return await start(await environmentWithSecrets(process.env));
  } catch (error) {
    log.critical('cannot start', thrown(error));
    throw error;
  }
};
