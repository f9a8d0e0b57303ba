import { type Environment, requiredVariable } from '../../src/config/environment.ts';
import { sitesOf } from '../../src/config/sitesOf.ts';
import type { Site } from '../../src/domain/site.ts';

export interface AggregatorEnvironment {
  readonly mongodbUri: string;
  readonly tableName: string;
  readonly sites: readonly [Site, ...Site[]];
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

export interface MinuteEnvironment extends AggregatorEnvironment {
  readonly queueUrl: string;
  /** Under which its metrics stand in CloudWatch. */
  readonly deployment: string;
}

/**
 * What every aggregator needs, `QUEUE_URL`, for the orders that it finishes are told as events, and `DEPLOYMENT`.
 * @throws as `aggregatorEnvironment`
 */
export const minuteEnvironment = (environment: Environment): MinuteEnvironment => ({
  ...aggregatorEnvironment(environment),
  queueUrl: requiredVariable(environment, 'QUEUE_URL'),
  deployment: requiredVariable(environment, 'DEPLOYMENT'),
});
