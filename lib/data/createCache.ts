import { CfnOutput, CrossStackReferences, ReferenceStrength } from 'aws-cdk-lib';
import { CfnReplicationGroup, CfnSubnetGroup } from 'aws-cdk-lib/aws-elasticache';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { CacheChoice } from '../config/DeployConfig.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import { CACHE_PORT, type Network } from '../network/createNetwork.ts';

/** A node of the cache. */
export interface CacheNode {
  /** `1` and so on. */
  readonly name: string;
  readonly clusterId: string;
}

/** The cache of hot sessions. */
export interface Cache {
  /** `redis://` or `rediss://`, without its password. */
  readonly url: string;
  /** Of how many nodes; more than one are a cluster. */
  readonly shards: number;
  /** ElastiCache's, as its metrics name them; none of a cache that is not ours. */
  readonly nodes: readonly CacheNode[];
}

/** Of Valkey on ElastiCache. */
const ENGINE_VERSION = '8.0';
/** AWS's own, for clusters of that version. */
const CLUSTER_PARAMETERS = 'default.valkey8.cluster.on';

/** ElastiCache numbers the one node of a group, and the shards of a cluster ("Shards and nodes", ElastiCache user guide). */
const nodesOf = (group: string, shards: number): CacheNode[] =>
  Array.from({ length: shards }, (_, index) => ({
    name: String(index + 1),
    clusterId: shards > 1 ? `${group}-${String(index + 1).padStart(4, '0')}-001` : `${group}-001`,
  }));

/** ElastiCache for Valkey, one node, or a cluster, with TLS and a password, which takes the session functions only; or the cache that is there. */
export const createCache = (
  scope: Construct,
  {
    network,
    choice,
    shards,
    password,
  }: {
    readonly network: Network;
    readonly choice: CacheChoice;
    readonly shards: number;
    readonly password: ISecret | undefined;
  },
): Cache => {
  if (choice.kind === 'given') return { url: choice.url, shards, nodes: [] };
  const subnets = new CfnSubnetGroup(scope, 'CacheSubnets', {
    description: 'Where the functions are',
    subnetIds: network.vpc.selectSubnets(network.subnets).subnetIds,
  });
  const isCluster = shards > 1;
  // One node does not become a cluster, nor a cluster one node: the other is made anew.
  const group = new CfnReplicationGroup(scope, isCluster ? 'CacheCluster' : 'Cache', {
    replicationGroupDescription: 'Hot sessions',
    engine: 'valkey',
    engineVersion: ENGINE_VERSION,
    cacheNodeType: choice.nodeType,
    ...(isCluster
      ? {
          numNodeGroups: shards,
          replicasPerNodeGroup: 0,
          // A cluster must have it switched on, though there is no replica to fail over to.
          automaticFailoverEnabled: true,
          cacheParameterGroupName: CLUSTER_PARAMETERS,
        }
      : { numCacheClusters: 1, automaticFailoverEnabled: false }),
    port: CACHE_PORT,
    transitEncryptionEnabled: true,
    atRestEncryptionEnabled: true,
    ...(password ? { authToken: password.secretValue.unsafeUnwrap() } : {}),
    cacheSubnetGroupName: subnets.ref,
    ...(network.cacheSecurityGroup ? { securityGroupIds: [network.cacheSecurityGroup.attrGroupId] } : {}),
  });
  // `strong`, CloudFormation would refuse to change the address that the functions' stack imports, and so to replace the cache.
  CrossStackReferences.of(group).produce(ReferenceStrength.WEAK);
  acknowledge(
    group,
    'AwsSolutions-AEC4',
    'Sessions live on from their signed cookies while it is replaced: a second node would double the cost of an accelerator.',
  );
  const endpoint = isCluster
    ? `${group.attrConfigurationEndPointAddress}:${group.attrConfigurationEndPointPort}`
    : `${group.attrPrimaryEndPointAddress}:${group.attrPrimaryEndPointPort}`;
  new CfnOutput(scope, 'CacheEndpoint', { value: endpoint });
  return { url: `rediss://${endpoint}`, shards, nodes: nodesOf(group.ref, shards) };
};
