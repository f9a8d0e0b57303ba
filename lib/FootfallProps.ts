import type { Site } from '../src/domain/site.ts';

type SiteDefaults = Partial<Omit<Site, 'id' | 'host' | 'origins' | 'timezone' | 'currency'>>;

/** A site as a shop writes it down; what is left out has a default (docs/deploy.md). */
export interface SiteProps
  extends Pick<Site, 'host' | 'origins' | 'timezone' | 'currency'>,
    Pick<SiteDefaults, keyof SiteDefaults> {
  readonly id: string;
}

/** What a deployment is made from. Only what has no sensible default must be given. */
export interface FootfallProps {
  readonly sites: readonly SiteProps[];
  /** Name or ARN of the secret that holds the connection string of MongoDB. */
  readonly mongodbUriSecret: string;
  /** Name or ARN of the secret that holds the scrypt hash of the staff's password, as `npm run secrets` makes it. */
  readonly adminPasswordHashSecret: string;
  /** Name or ARN of the secret that holds the token of programs that ask the API. */
  readonly adminTokenSecret: string;
  /** How functions reach MongoDB: by addresses that stay the same (`nat`), or by Atlas's private endpoint. @default 'nat' */
  readonly egress?: 'nat' | 'privatelink';
  /** One a zone survives a zone. @default 1 */
  readonly natGateways?: 1 | 2;
  /** Of Atlas's private endpoint, where `egress` is `privatelink`. */
  readonly atlasServiceName?: string;
  /** @default 'http' */
  readonly api?: 'http' | 'rest';
  /** Without CloudFront, visitors' addresses and countries are those of the nearest hop. @default 'cloudfront' */
  readonly cdn?: 'cloudfront' | 'none';
  /** A host of one of the sites, under which visitors reach the distribution. */
  readonly domain?: string;
  /** For `domain`, in us-east-1. */
  readonly certificateArn?: string;
  /** `elasticache`, or the address of a Redis that is there already. @default 'elasticache' */
  readonly cache?: string;
  /** Name or ARN of the secret that holds the password of a `cache` that is there already. */
  readonly redisPasswordSecret?: string;
  /** @default 'cache.t4g.micro' */
  readonly cacheNodeType?: string;
  /** Of the cache; with more than one it is a cluster. @default 1 */
  readonly cacheShards?: number;
  /** Whether the demo shop is deployed too. @default false */
  readonly storefront?: boolean;
  /** Whom alarms are told. */
  readonly alarmEmail?: string;
  /** @default 30 */
  readonly logRetentionDays?: number;
  /** Runs of the writer at once, and so connections to MongoDB. @default 10 */
  readonly writerConcurrency?: number;
  /** Whether removing the construct leaves its data. @default true */
  readonly keepData?: boolean;
  /** Whether X-Ray traces the functions. @default false */
  readonly traces?: boolean;
}
