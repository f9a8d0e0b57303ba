import { join } from 'node:path';
import { Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as v from 'valibot';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { parseSites } from '../../src/config/parseSites.ts';
import type { Site } from '../../src/domain/site.ts';
import { packageRoot } from '../packageRoot.ts';
import { CONTEXT_DEFAULTS, type DeployContext } from './contextDefaults.ts';
import type { CacheChoice, DeployConfig, EgressChoice } from './DeployConfig.ts';
import { givenSecretNames } from './givenSecretNames.ts';

/** The account that emulators pretend to be. */
const EMULATED_ACCOUNT = '000000000000';
/** Each site has two alarms of its own, and a stack takes 500 resources ("CloudFormation quotas"). */
const MAX_SITES = 100;
/** "Configuring maximum concurrency for SQS event sources", Lambda developer guide. */
const WRITER_CONCURRENCY = { min: 2, max: 1_000 };
/** What a cluster of ElastiCache takes without asking AWS ("Quotas for ElastiCache": 90 nodes). */
const CACHE_SHARDS = { min: 1, max: 90 };
const LOG_RETENTIONS: readonly number[] = Object.values(RetentionDays).filter(
  (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
) as number[];

const listed = (choices: readonly string[]): string =>
  choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;

const oneOf = <const Choices extends readonly string[]>(choices: Choices) =>
  v.picklist(choices, ({ input }) => `must be ${listed(choices)}, not "${input}"`);

const wholeNumber = ({ min, max }: { readonly min: number; readonly max: number }) =>
  v.pipe(
    v.string(),
    v.check(
      (digits) => /^\d{1,9}$/.test(digits) && Number(digits) >= min && Number(digits) <= max,
      ({ input }) => `must be a whole number from ${min} to ${max}, not "${input}"`,
    ),
    v.transform(Number),
  );

const yes = (word: 'on' | 'true') =>
  v.pipe(
    oneOf(word === 'on' ? ['on', 'off'] : ['true', 'false']),
    v.transform((given) => given === word),
  );

/** What another resource of the same app is called, which CDK knows no sooner than it is deployed. */
const isKnownLater = (text: string): boolean => Token.isUnresolved(text);

/** Empty is "not given". */
const optional = (pattern: RegExp, what: string) =>
  v.pipe(
    v.string(),
    v.check(
      (text) => text === '' || isKnownLater(text) || pattern.test(text),
      ({ input }) => `must be ${what}, not "${input}"`,
    ),
    v.transform((text) => (text === '' ? undefined : text)),
  );

/** A secret's name, or its ARN, as Secrets Manager takes them. */
const SECRET = /^(arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:)?[\w/+=.@-]{1,512}$/;
const A_SECRET = 'the name or the ARN of a secret';
const secret = v.pipe(
  v.string(),
  v.nonEmpty('is missing: it names the secret that "npm run secrets" made'),
  v.check(
    (text) => isKnownLater(text) || SECRET.test(text),
    ({ input }) => `must be ${A_SECRET}, not "${input}"`,
  ),
);

const isRedisAddress = (text: string): boolean => {
  const url = URL.parse(text);
  return (
    url !== null &&
    ['redis:', 'rediss:'].includes(url.protocol) &&
    url.hostname !== '' &&
    url.username === '' &&
    url.password === ''
  );
};

const contextSchema = v.object({
  name: v.pipe(
    v.string(),
    v.check(
      (text) => /^[A-Za-z][A-Za-z0-9]{0,39}$/.test(text),
      ({ input }) => `must be up to 40 letters and digits, the first a letter, not "${input}"`,
    ),
  ),
  sites: v.string(),
  egress: oneOf(['nat', 'privatelink', 'none']),
  natGateways: wholeNumber({ min: 1, max: 2 }),
  atlasServiceName: optional(
    /^com\.amazonaws\.vpce\.[a-z0-9-]+\.vpce-svc-[0-9a-f]+$/,
    'as Atlas shows it, com.amazonaws.vpce.….vpce-svc-…',
  ),
  api: oneOf(['http', 'rest']),
  cdn: oneOf(['cloudfront', 'none']),
  domain: optional(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'a host name in lower case'),
  certificateArn: optional(
    /^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
    'the ARN of a certificate in us-east-1, where CloudFront reads them',
  ),
  cache: v.pipe(
    v.string(),
    v.check(
      (text) => text === 'elasticache' || isRedisAddress(text),
      'must be elasticache, or an address redis://host:port or rediss://host:port without a password',
    ),
  ),
  redisPasswordSecret: optional(SECRET, A_SECRET),
  cacheNodeType: v.pipe(
    v.string(),
    v.check(
      (text) => /^cache\.[a-z0-9]+\.[a-z0-9]+$/.test(text),
      ({ input }) => `must be a node type such as cache.t4g.micro, not "${input}"`,
    ),
  ),
  cacheShards: wholeNumber(CACHE_SHARDS),
  storefront: yes('on'),
  mongodbUriSecret: secret,
  adminPasswordHashSecret: secret,
  adminTokenSecret: secret,
  alarmEmail: optional(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'an e-mail address'),
  logRetentionDays: v.pipe(
    v.string(),
    v.check(
      (digits) => LOG_RETENTIONS.includes(Number(digits)),
      ({ input }) => `must be a number of days that CloudWatch Logs keeps, such as 30 or 90, not "${input}"`,
    ),
    v.transform(Number),
  ),
  writerConcurrency: wholeNumber(WRITER_CONCURRENCY),
  keepData: yes('true'),
  traces: yes('on'),
});

type CheckedContext = v.InferOutput<typeof contextSchema>;

const checked = (context: DeployContext): CheckedContext => {
  const defaults = { ...CONTEXT_DEFAULTS, ...givenSecretNames(context.name ?? CONTEXT_DEFAULTS.name) };
  const parsed = v.safeParse(contextSchema, { ...defaults, ...context });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new ConfigurationError(`${v.getDotPath(issue)} ${issue.message}.`);
};

const egressOf = ({ egress, natGateways, atlasServiceName }: CheckedContext): EgressChoice => {
  if (egress === 'nat') return { kind: 'nat', gateways: natGateways };
  if (egress === 'none') return { kind: 'none' };
  if (atlasServiceName === undefined) {
    throw new ConfigurationError(
      'egress=privatelink needs atlasServiceName, the service name that Atlas shows for its private endpoint.',
    );
  }
  return { kind: 'privatelink', atlasServiceName };
};

const domainOf = (
  { domain, certificateArn, cdn }: CheckedContext,
  sites: readonly Site[],
): DeployConfig['domain'] => {
  if (domain === undefined && certificateArn === undefined) return undefined;
  if (domain === undefined || certificateArn === undefined) {
    throw new ConfigurationError('domain and certificateArn belong together: give both or none.');
  }
  if (cdn === 'none') throw new ConfigurationError('domain needs cdn=cloudfront.');
  if (!sites.some(({ host, hosts }) => host === domain || hosts.includes(domain))) {
    throw new ConfigurationError(
      `domain is of an unknown site: no site has the host "${domain}" among its host and hosts.`,
    );
  }
  return { host: domain, certificateArn };
};

/** A cache that is given is somewhere else: in an account, sessions go there by the way out, so encrypted and with a password. */
const checkGivenCache = ({ cache, egress, redisPasswordSecret }: CheckedContext): void => {
  if (egress === 'privatelink') {
    throw new ConfigurationError(
      `egress=privatelink has no way to a cache outside of the VPC, such as "${cache}": it needs cache=elasticache.`,
    );
  }
  if (egress === 'nat' && !cache.startsWith('rediss:')) {
    throw new ConfigurationError(
      `cache must be an address rediss://host:port with egress=nat, not "${cache}".`,
    );
  }
  if (egress === 'nat' && redisPasswordSecret === undefined) {
    throw new ConfigurationError(
      `cache=${cache} needs redisPasswordSecret, the name or the ARN of the secret that holds its password.`,
    );
  }
};

const cacheOf = (given: CheckedContext): CacheChoice => {
  if (given.cache !== 'elasticache') {
    checkGivenCache(given);
    return { kind: 'given', url: given.cache };
  }
  if (given.redisPasswordSecret !== undefined) {
    throw new ConfigurationError(
      'redisPasswordSecret is of a cache that is given: with cache=elasticache the deployment makes the password.',
    );
  }
  return { kind: 'elasticache', nodeType: given.cacheNodeType };
};

/**
 * Checks and completes what a deployment is told.
 * @param options.context texts, as CDK has them; what is left out is as {@link CONTEXT_DEFAULTS} says
 * @param options.account the AWS account that is deployed to, where it is known
 * @param options.sitesAt reads the sites from the path that the context names
 * @param options.bundles the folder of the built functions; this package's own where it is left out
 * @throws ConfigurationError with one sentence about the first thing that is wrong
 */
export const parseDeployConfig = ({
  context,
  account,
  sitesAt,
  bundles = join(packageRoot(), 'dist/functions'),
}: {
  readonly context: DeployContext;
  readonly account?: string | undefined;
  readonly sitesAt: (path: string) => unknown;
  readonly bundles?: string;
}): DeployConfig => {
  const given = checked(context);
  if (given.egress === 'none' && account !== undefined && account !== EMULATED_ACCOUNT) {
    throw new ConfigurationError(
      `egress=none is for emulators: in the account ${account} functions would reach neither MongoDB nor the queue.`,
    );
  }
  const sites = parseSites(sitesAt(given.sites));
  if (sites.length > MAX_SITES) {
    throw new ConfigurationError(`Sites: one deployment takes at most ${MAX_SITES}, not ${sites.length}.`);
  }
  return {
    name: given.name,
    sites,
    bundles,
    egress: egressOf(given),
    api: given.api,
    cdn: given.cdn,
    domain: domainOf(given, sites),
    cache: cacheOf(given),
    cacheShards: given.cacheShards,
    storefront: given.storefront,
    givenSecrets: {
      mongodbUri: given.mongodbUriSecret,
      adminPasswordHash: given.adminPasswordHashSecret,
      adminToken: given.adminTokenSecret,
      redisPassword: given.redisPasswordSecret,
    },
    alarmEmail: given.alarmEmail,
    logRetentionDays: given.logRetentionDays,
    writerConcurrency: given.writerConcurrency,
    keepData: given.keepData,
    traces: given.traces,
  };
};
