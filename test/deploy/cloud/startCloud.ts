import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from '../../servers/process.ts';
import { requireServers, startMinistack, startRedis, startSecantus } from '../../servers/servers.ts';
import { selfSigned } from './selfSigned.ts';

export const REGION = 'us-east-1';

/**
 * What stands for an AWS account, ElastiCache's Redis and MongoDB Atlas: MiniStack, a real Redis that ElastiCache's endpoint
 * leads to, and SecantusDB, which keeps its files over a stop.
 * @param cacheTls whether Redis speaks TLS and asks for a password, as ElastiCache does
 * @throws Error that names the programs to install where some are missing
 */
export const startCloud = async ({ cacheTls }: { readonly cacheTls: boolean }) => {
  requireServers(['redis', 'secantus', 'ministack', 'chromium']);
  const folder = await mkdtemp(join(tmpdir(), 'footfall-deploy-'));
  const storagePath = join(folder, 'mongo');
  const tls = cacheTls ? await selfSigned(folder) : undefined;
  const redisPort = await freePort();
  const redisOptions = { port: redisPort, ...(tls ? { tls } : {}) };
  const [redis, mongo] = await Promise.all([startRedis(redisOptions), startSecantus({ storagePath })]);
  // MiniStack runs the Lambdas with the first `node` there is: ours. They inherit its environment.
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const aws = await startMinistack({
    PATH: path,
    REDIS_HOST: '127.0.0.1',
    REDIS_PORT: String(redisPort),
    ELASTICACHE_BASE_PORT: String(redisPort),
    ...(tls ? { NODE_EXTRA_CA_CERTS: tls.certPath } : {}),
  });
  const servers = { redis, mongo };

  return {
    folder,
    awsUrl: aws.url,
    mongoUrl: mongo.url,
    redisUrl: redis.url,
    /** The certificate that Redis shows, where it speaks TLS. */
    tls: tls && { certificate: await readFile(tls.certPath) },
    servers,
    /** For programs that talk to this account, and to no other. */
    environment: {
      ...process.env,
      PATH: path,
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'no-aws-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-aws-credentials'),
    },
    /** Starts Redis where it was, empty. */
    restartRedis: async (password: string | undefined): Promise<void> => {
      servers.redis = await startRedis({ ...redisOptions, ...(password === undefined ? {} : { password }) });
    },
    /** Starts SecantusDB where it was, with what it had. */
    restartMongo: async (): Promise<void> => {
      servers.mongo = await startSecantus({ port: mongo.port, storagePath });
    },
    stop: async (): Promise<void> => {
      await Promise.all([aws.stop(), servers.redis.stop(), servers.mongo.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
export type Cloud = Awaited<ReturnType<typeof startCloud>>;
