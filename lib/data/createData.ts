import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { DeployConfig } from '../config/DeployConfig.ts';
import type { Network } from '../network/createNetwork.ts';
import { type Cache, createCache } from './createCache.ts';
import { createQueues, type Queues } from './createQueues.ts';
import { createSecrets, type GeneratedSecrets } from './createSecrets.ts';
import { createTable } from './createTable.ts';

/** What must not be lost, and the secrets that nobody needs to know. */
export interface Data {
  readonly queues: Queues;
  readonly table: Table;
  readonly cache: Cache;
  readonly secrets: GeneratedSecrets;
}

/** Everything that has state, but the record, which is MongoDB's. */
export const createData = (scope: Construct, config: DeployConfig, network: Network): Data => {
  const secrets = createSecrets(scope, config);
  return {
    queues: createQueues(scope, config),
    table: createTable(scope, config),
    cache: createCache(scope, {
      network,
      choice: config.cache,
      shards: config.cacheShards,
      password: secrets.redisPassword,
    }),
    secrets,
  };
};
