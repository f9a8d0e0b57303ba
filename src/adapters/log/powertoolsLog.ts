import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../../ports/Log.ts';
import { isTold, LOG_LEVELS, type LogLevel } from './logLevels.ts';

/** Where nothing is said all goes to Powertools, which has a default of its own. */
const configuredLevel = (): LogLevel => {
  const said = process.env.POWERTOOLS_LOG_LEVEL?.toLowerCase();
  return LOG_LEVELS.find((level) => level === said) ?? 'debug';
};

/**
 * Structured logs of a Lambda, as CloudWatch reads them. `POWERTOOLS_LOG_LEVEL` sets the level.
 *
 * We look at it ourselves: a function that logs JSON has Lambda's own level in `AWS_LAMBDA_LOG_LEVEL`, INFO where nothing is said, and
 * Powertools takes that alone wherever it is set (`awsLogLevelShortCircuit` of its Logger, 2.36). Lambda's own level must not be
 * raised instead: it would drop lines that have no level of Lambda's, which are embedded metrics and what is `CRITICAL`.
 */
export const powertoolsLog = (serviceName: string): Log => {
  const logger = new Logger({ serviceName });
  const least = configuredLevel();
  const at =
    (level: LogLevel): Log[LogLevel] =>
    (message, fields = {}) => {
      if (isTold(level, least)) logger[level](message, fields);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    critical: at('critical'),
  };
};
