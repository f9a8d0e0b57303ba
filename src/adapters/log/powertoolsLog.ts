import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../../ports/Log.ts';

/** Structured logs of a Lambda, as CloudWatch reads them. `POWERTOOLS_LOG_LEVEL` sets the level. */
export const powertoolsLog = (serviceName: string): Log => {
  const logger = new Logger({ serviceName });
  return {
    debug: (message, fields = {}) => logger.debug(message, fields),
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
    critical: (message, fields = {}) => logger.critical(message, fields),
  };
};
