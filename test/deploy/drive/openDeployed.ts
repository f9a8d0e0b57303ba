import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Redis } from 'ioredis';
import { type Document, MongoClient } from 'mongodb';
import { freePort } from '../../servers/process.ts';
import { staffClient } from '../../support/staffClient.ts';
import { awsClients } from '../cloud/awsClients.ts';
import { type Deployment, deployFootfall } from '../cloud/deployFootfall.ts';
import { leadToApi } from '../cloud/leadToApi.ts';
import { type Cloud, startCloud } from '../cloud/startCloud.ts';
import { startFront } from '../cloud/startFront.ts';

/** The one who looks at the shop: CloudFront sets these two over whatever the viewer says, which MiniStack does not. */
export const VIEWER = { address: '203.0.113.77', country: 'CH' } as const;
const EDGE = {
  'cloudfront-viewer-address': `${VIEWER.address}:50123`,
  'cloudfront-viewer-country': VIEWER.country,
  // Viewers come by TLS, which ends here.
  'x-forwarded-proto': 'https',
};

/** A shop whose pages are at the viewers' address. */
const siteAt = (host: string) => ({
  id: 'shop',
  host,
  origins: [`http://${host}`],
  timezone: 'UTC',
  currency: 'EUR',
});

export interface DeployedOptions {
  /** CDK context, besides what every emulator needs. */
  readonly context: { readonly [name: string]: string };
  /** `elasticache`: Redis speaks TLS and asks for the password that the stacks generated. `url`: plain, at an address given. */
  readonly cache: 'elasticache' | 'url';
}

/** Redis as an operator looks at it. */
const redisView = ({ redisUrl, tls }: Cloud, password: string | undefined): Redis => {
  const client = new Redis(redisUrl, {
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: { ca: tls.certificate } } : {}),
  });
  // It comes back by itself after Redis was away.
  client.on('error', () => {});
  return client;
};

const apiIdIn = (apiUrl: string): string => new URL(apiUrl).hostname.split('.', 1)[0] as string;

/** The password that the stacks generated, which ElastiCache would ask for by itself. */
const setRedisPassword = async (cloud: Cloud, password: string): Promise<void> => {
  const client = redisView(cloud, undefined);
  try {
    await client.config('SET', 'requirepass', password);
  } finally {
    client.disconnect();
  }
};

/** Deploys Footfall into an emulated account, and opens what the tests look at it with. */
export const openDeployed = async ({ context, cache }: DeployedOptions) => {
  const cloud = await startCloud({ cacheTls: cache === 'elasticache' });
  const closers: (() => unknown)[] = [cloud.stop];
  const stop = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close();
  };
  try {
    const aws = awsClients(cloud.awsUrl);
    const viewerPort = await freePort();
    const sitesPath = join(cloud.folder, 'sites.json');
    await writeFile(sitesPath, JSON.stringify([siteAt(`127.0.0.1:${viewerPort}`)]));
    const staff = { password: randomBytes(12).toString('hex'), token: randomBytes(24).toString('hex') };
    const startedAt = performance.now();
    const deployment: Deployment = await deployFootfall(cloud, {
      context: {
        egress: 'none',
        keepData: 'false',
        sites: sitesPath,
        ...(cache === 'url' ? { cache: cloud.redisUrl } : {}),
        ...context,
      },
      staff,
    });
    const deployMs = performance.now() - startedAt;
    const { outputs, output } = deployment;

    const secret = async (SecretId: string): Promise<string> => {
      const { SecretString } = await aws.secrets.send(new GetSecretValueCommand({ SecretId }));
      if (SecretString === undefined) throw new Error(`the secret ${SecretId} is empty`);
      return SecretString;
    };
    const redisPassword = cache === 'elasticache' ? await secret(output('RedisPasswordSecret')) : undefined;
    if (redisPassword !== undefined) await setRedisPassword(cloud, redisPassword);
    const redis = redisView(cloud, redisPassword);
    closers.push(() => redis.disconnect());
    const mongo = new MongoClient(cloud.mongoUrl);
    closers.push(() => mongo.close());

    const apiId = apiIdIn(output('ApiUrl'));
    const stage = context.api === 'rest' ? '/prod' : '';
    const toApi = {
      target: cloud.awsUrl,
      host: () => `${apiId}.execute-api.localhost:${new URL(cloud.awsUrl).port}`,
      stage,
    };
    const direct = await startFront({ port: await freePort(), ...toApi });
    closers.push(direct.stop);
    const domain = outputs.DistributionDomain;
    if (domain !== undefined) await leadToApi(aws.cloudfront, { domain, awsUrl: cloud.awsUrl, apiId });
    const viewer = await startFront(
      domain === undefined
        ? { port: viewerPort, ...toApi }
        : { port: viewerPort, target: cloud.awsUrl, host: () => domain, edge: () => EDGE },
    );
    closers.push(viewer.stop);

    return {
      cloud,
      aws,
      output,
      npm: deployment.npm,
      destroy: deployment.destroy,
      secret,
      staff,
      deployMs,
      redis,
      redisPassword,
      /** The record as an operator looks at it: documents straight from MongoDB. */
      record: (collection: string, filter: Document = {}): Promise<Document[]> =>
        mongo.db('footfall').collection(collection).find(filter).toArray(),
      /** The shop's own address: through CloudFront where there is one. Its pages and its visitors are here. */
      url: viewer.url,
      /** MiniStack keeps `/health` of every host for itself; by the API's path form it is the API's. */
      healthUrl: `${cloud.awsUrl}/_aws/execute-api/${apiId}/${stage === '' ? '$default' : stage.slice(1)}/health`,
      /** The API's own address, past CloudFront. */
      directUrl: direct.url,
      ...staffClient({ url: viewer.url, staff }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
export type Deployed = Awaited<ReturnType<typeof openDeployed>>;
