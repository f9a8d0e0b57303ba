import { describe, expect, it } from 'vitest';
import { CONTEXT_DEFAULTS, type DeployContext } from '../../lib/config/contextDefaults.ts';
import { parseDeployConfig } from '../../lib/config/parseDeployConfig.ts';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { EMULATED, GIVEN_CACHE, PRIVATELINK, SHOP } from './deployment.ts';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d';

const parse = (
  context: DeployContext,
  options: { readonly account?: string; readonly sites?: unknown } = {},
) =>
  parseDeployConfig({
    context,
    account: options.account,
    sitesAt: () => options.sites ?? [SHOP],
    bundles: '/nowhere',
  });

const sentence = (...parameters: Parameters<typeof parse>): string => {
  try {
    parse(...parameters);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'taken';
};

describe('a wrong value gets one sentence', () => {
  it.each<[DeployContext, string]>([
    [{ egress: 'private' }, 'egress must be nat, privatelink or none, not "private".'],
    [
      { egress: 'privatelink' },
      'egress=privatelink needs atlasServiceName, the service name that Atlas shows for its private endpoint.',
    ],
    [
      { ...PRIVATELINK, atlasServiceName: 'atlas' },
      'atlasServiceName must be as Atlas shows it, com.amazonaws.vpce.….vpce-svc-…, not "atlas".',
    ],
    [{ api: 'graphql' }, 'api must be http or rest, not "graphql".'],
    [{ cdn: 'fastly' }, 'cdn must be cloudfront or none, not "fastly".'],
    [{ storefront: 'yes' }, 'storefront must be on or off, not "yes".'],
    [{ keepData: 'maybe' }, 'keepData must be true or false, not "maybe".'],
    [
      { mongodbUriSecret: '' },
      'mongodbUriSecret is missing: it names the secret that "npm run secrets" made.',
    ],
    [
      { adminTokenSecret: 'a secret' },
      'adminTokenSecret must be the name or the ARN of a secret, not "a secret".',
    ],
    [
      { cache: 'redis://:word@redis:6379' },
      'cache must be elasticache, or an address redis://host:port or rediss://host:port without a password.',
    ],
    [
      { ...PRIVATELINK, cache: GIVEN_CACHE.cache },
      'egress=privatelink has no way to a cache outside of the VPC, such as "rediss://redis.example:6380": it needs cache=elasticache.',
    ],
    [
      { ...GIVEN_CACHE, cache: 'redis://redis.example:6379' },
      'cache must be an address rediss://host:port with egress=nat, not "redis://redis.example:6379".',
    ],
    [
      { cache: GIVEN_CACHE.cache },
      'cache=rediss://redis.example:6380 needs redisPasswordSecret, the name or the ARN of the secret that holds its password.',
    ],
    [
      { ...GIVEN_CACHE, redisPasswordSecret: 'a secret' },
      'redisPasswordSecret must be the name or the ARN of a secret, not "a secret".',
    ],
    [
      { redisPasswordSecret: GIVEN_CACHE.redisPasswordSecret },
      'redisPasswordSecret is of a cache that is given: with cache=elasticache the deployment makes the password.',
    ],
    [{ cacheNodeType: 't4g' }, 'cacheNodeType must be a node type such as cache.t4g.micro, not "t4g".'],
    [{ natGateways: '0' }, 'natGateways must be a whole number from 1 to 2, not "0".'],
    [{ natGateways: '1.5' }, 'natGateways must be a whole number from 1 to 2, not "1.5".'],
    [{ writerConcurrency: '1' }, 'writerConcurrency must be a whole number from 2 to 1000, not "1".'],
    [{ traces: '5' }, 'traces must be on or off, not "5".'],
    [
      { logRetentionDays: '31' },
      'logRetentionDays must be a number of days that CloudWatch Logs keeps, such as 30 or 90, not "31".',
    ],
    [{ alarmEmail: 'me' }, 'alarmEmail must be an e-mail address, not "me".'],
    [{ name: 'My Shop' }, 'name must be up to 40 letters and digits, the first a letter, not "My Shop".'],
    [{ domain: 't.shop.example' }, 'domain and certificateArn belong together: give both or none.'],
    [
      { domain: 't.shop.example', certificateArn: CERTIFICATE.replace('us-east-1', 'eu-central-1') },
      'certificateArn must be the ARN of a certificate in us-east-1, where CloudFront reads them, not "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d".',
    ],
    [
      { domain: 't.other.example', certificateArn: CERTIFICATE },
      'domain is of an unknown site: no site has the host "t.other.example" among its host and hosts.',
    ],
    [{ domain: 't.shop.example', certificateArn: CERTIFICATE, cdn: 'none' }, 'domain needs cdn=cloudfront.'],
  ])('%o', (context, expected) => {
    expect(sentence(context)).toBe(expected);
  });

  it('about a site, as everywhere', () => {
    expect(sentence({}, { sites: [{ ...SHOP, timezone: 'Mars/Base' }] })).toBe(
      'Sites: "0.timezone" must be an IANA time zone, such as "Europe/Berlin".',
    );
  });

  it('about more sites than a stack has room for', () => {
    const sites = Array.from({ length: 101 }, (_, index) => ({
      ...SHOP,
      id: `shop-${index}`,
      origins: [`https://${index}.example`],
    }));
    expect(sentence({}, { sites })).toBe('Sites: one deployment takes at most 100, not 101.');
  });
});

describe('egress=none', () => {
  it('is refused where the account is a real one', () => {
    expect(sentence({ egress: 'none' }, { account: '123456789012' })).toBe(
      'egress=none is for emulators: in the account 123456789012 functions would reach neither MongoDB nor the queue.',
    );
  });

  it.each([undefined, '000000000000'])('is taken for an emulator, or where nobody knows: %s', (account) => {
    expect(sentence({ egress: 'none' }, account === undefined ? {} : { account })).toBe('taken');
  });
});

describe('what is left out', () => {
  it('is as the table of defaults says, and complete', () => {
    expect(parse({})).toEqual(parse(CONTEXT_DEFAULTS));
    expect(parse({})).toMatchObject({
      name: 'Footfall',
      egress: { kind: 'nat', gateways: 1 },
      cache: { kind: 'elasticache', nodeType: 'cache.t4g.micro' },
      storefront: true,
      keepData: true,
      domain: undefined,
      alarmEmail: undefined,
      traces: false,
    });
  });

  it('of secrets is the name’s: a second deployment does not take those of the first', () => {
    expect(parse({ name: 'Staging', adminTokenSecret: 'footfall/admin-token' }).givenSecrets).toEqual({
      mongodbUri: 'staging/mongodb-uri',
      adminPasswordHash: 'staging/admin-password-hash',
      adminToken: 'footfall/admin-token',
      redisPassword: undefined,
    });
  });

  it('is not what is given', () => {
    const given = {
      domain: 'shop.example',
      certificateArn: CERTIFICATE,
      ...GIVEN_CACHE,
      storefront: 'off',
      keepData: 'false',
      logRetentionDays: '90',
      traces: 'on',
    };
    expect(parse(PRIVATELINK).egress).toEqual({
      kind: 'privatelink',
      atlasServiceName: PRIVATELINK.atlasServiceName,
    });
    expect(parse(given)).toMatchObject({
      domain: { host: 'shop.example', certificateArn: CERTIFICATE },
      cache: { kind: 'given', url: GIVEN_CACHE.cache },
      givenSecrets: { redisPassword: GIVEN_CACHE.redisPasswordSecret },
      storefront: false,
      keepData: false,
      logRetentionDays: 90,
      traces: true,
    });
  });

  it('a cache that is given needs no password where everything is emulated', () => {
    const cache = 'redis://redis:6379';
    expect(parse({ ...EMULATED, cache }).cache).toEqual({ kind: 'given', url: cache });
  });
});
