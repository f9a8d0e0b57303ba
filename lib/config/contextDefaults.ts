import { givenSecretNames } from './givenSecretNames.ts';

const NAME = 'Footfall';

/** What a deployment is told by CDK context (`-c key=value`), and what it is without; empty is "not given". */
export const CONTEXT_DEFAULTS = {
  /** Stacks are called after it. */
  name: NAME,
  /** Path of the sites file. */
  sites: 'footfall.config.json',
  /** How functions in the VPC reach the world: `nat` (a fixed address for Atlas), `privatelink`, or `none` (emulators only). */
  egress: 'nat',
  natGateways: '1',
  /** Of Atlas's private endpoint: `com.amazonaws.vpce.…`. */
  atlasServiceName: '',
  api: 'http',
  cdn: 'cloudfront',
  /** The host under which visitors reach the distribution, with a certificate for it in us-east-1. */
  domain: '',
  certificateArn: '',
  /** `elasticache`, or the address of a Redis that is there already. */
  cache: 'elasticache',
  /** Name or ARN of the secret that holds the password of a Redis that is there already. */
  redisPasswordSecret: '',
  cacheNodeType: 'cache.t4g.micro',
  /** Of the cache; with more than one it is a cluster. */
  cacheShards: '1',
  storefront: 'on',
  /** Names or ARNs of secrets that `npm run secrets` makes; of another `name`, that name's. */
  ...givenSecretNames(NAME),
  alarmEmail: '',
  logRetentionDays: '30',
  /** Runs of the writer at once, and so connections to the record. */
  writerConcurrency: '10',
  /** Whether removing a stack leaves its data. */
  keepData: 'true',
  /** Whether X-Ray traces the functions: of each, one run a second and 5 % of the others, which AWS lets nobody change. */
  traces: 'off',
} as const satisfies { readonly [key: string]: string };

export type ContextKey = keyof typeof CONTEXT_DEFAULTS;
/** Context as CDK has it: texts, where they are given. */
export type DeployContext = { readonly [Key in ContextKey]?: string | undefined };
