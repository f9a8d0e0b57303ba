import { type Environment, requiredVariable, sitesOf } from '../../src/config/environment.ts';
import type { Site } from '../../src/domain/site.ts';

export interface AggregatorEnvironment {
  readonly mongodbUri: string;
  readonly tableName: string;
  readonly sites: readonly Site[];
}

/**
 * What every aggregator needs: `MONGODB_URI`, `TABLE_NAME`, and the sites. The minute's reads `REDIS_URL`, `REDIS_CLUSTER` and
 * `REDIS_SHARDS` besides.
 * @throws ConfigurationError that names what is missing and holds no value
 */
export const aggregatorEnvironment = (environment: Environment): AggregatorEnvironment => ({
  mongodbUri: requiredVariable(environment, 'MONGODB_URI'),
  tableName: requiredVariable(environment, 'TABLE_NAME'),
  sites: sitesOf(environment),
});
