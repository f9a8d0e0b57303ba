import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import { sitesOf } from '../../src/config/sitesOf.ts';
import type { Site } from '../../src/domain/site.ts';

export interface WriterEnvironment {
  readonly mongodbUri: string;
  /** URL of the dead-letter queue. */
  readonly deadLettersUrl: string;
  readonly sites: readonly Site[];
}

/**
 * `MONGODB_URI`, `DLQ_URL`, and the sites.
 * @throws ConfigurationError that names what is missing and holds no value
 */
export const writerEnvironment = (environment: Environment): WriterEnvironment => ({
  mongodbUri: requiredVariable(environment, 'MONGODB_URI'),
  deadLettersUrl: requiredVariable(environment, 'DLQ_URL'),
  sites: sitesOf(environment),
});
