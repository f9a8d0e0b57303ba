import type { Site } from '../../src/domain/site.ts';

/** Where hot sessions are. */
export type CacheChoice =
  | { readonly kind: 'elasticache'; readonly nodeType: string }
  /** A Redis that is there already, without a password in the address. */
  | { readonly kind: 'given'; readonly url: string };

/** How functions in the VPC reach what is outside of it. */
export type EgressChoice =
  | { readonly kind: 'nat'; readonly gateways: number }
  | { readonly kind: 'privatelink'; readonly atlasServiceName: string }
  /** Emulators, which have no network between functions and services. */
  | { readonly kind: 'none' };

/** A deployment, checked: everything that the stacks are made from. */
export interface DeployConfig {
  readonly name: string;
  readonly sites: readonly [Site, ...Site[]];
  /** The folder of the built functions, a folder each. */
  readonly bundles: string;
  readonly egress: EgressChoice;
  readonly api: 'http' | 'rest';
  readonly cdn: 'cloudfront' | 'none';
  readonly domain: { readonly host: string; readonly certificateArn: string } | undefined;
  readonly cache: CacheChoice;
  /** More than one are a cluster. */
  readonly cacheShards: number;
  readonly storefront: boolean;
  /** Names or ARNs of the secrets that are given to us. */
  readonly givenSecrets: {
    readonly mongodbUri: string;
    readonly adminPasswordHash: string;
    readonly adminToken: string;
    /** Of a cache that is given. */
    readonly redisPassword: string | undefined;
  };
  readonly alarmEmail: string | undefined;
  readonly logRetentionDays: number;
  readonly writerConcurrency: number;
  readonly keepData: boolean;
  /** Whether X-Ray traces the functions. */
  readonly traces: boolean;
}
