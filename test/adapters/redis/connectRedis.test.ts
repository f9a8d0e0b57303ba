import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis, redisReady } from '../../../src/adapters/redis/connectRedis.ts';
import { freePort, type RunningServer, startServer } from '../../servers/process.ts';
import { describeWith } from '../../servers/servers.ts';

const PASSWORD = 'p@ss/w:rd';
const run = promisify(execFile);

/** A key and a certificate of `localhost`, which signs itself. */
const selfSigned = async (folder: string): Promise<{ readonly key: string; readonly cert: string }> => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  await run('openssl', ['req', '-x509', ...kind, ...name, '-keyout', key, '-out', cert]);
  return { key, cert };
};

/** As ElastiCache is: TLS alone, and a password. */
const startSecured = async (
  folder: string,
  { key, cert }: { key: string; cert: string },
  cluster: boolean,
) => {
  const [port, busPort] = [await freePort(), await freePort()];
  const secured = ['--port', '0', '--tls-port', String(port), '--tls-cert-file', cert, '--tls-key-file', key];
  const open = ['--tls-auth-clients', 'no', '--requirepass', PASSWORD, '--bind', '127.0.0.1', '--save', ''];
  const nodes = [
    '--cluster-enabled',
    'yes',
    '--tls-cluster',
    'yes',
    '--tls-ca-cert-file',
    cert,
    '--cluster-port',
    String(busPort),
  ];
  const named = ['--cluster-announce-hostname', 'localhost', '--cluster-preferred-endpoint-type', 'hostname'];
  const args = [...secured, ...open, ...(cluster ? [...nodes, ...named] : [])];
  const server = await startServer('redis-server', args, { port, cwd: folder });
  if (cluster) {
    const admin = new Redis({ host: 'localhost', port, password: PASSWORD, tls: {} });
    await admin.cluster('ADDSLOTSRANGE', 0, 16_383);
    while (!String(await admin.cluster('INFO')).includes('cluster_state:ok')) await delay(20);
    admin.disconnect();
  }
  return { server, hostAndPort: `localhost:${port}` };
};

const inUrl = encodeURIComponent(PASSWORD);

describeWith(['redis'], 'Redis behind TLS and a password', () => {
  const trusted = getCACertificates('default');
  const servers: RunningServer[] = [];
  let folder: string;
  const places = { node: '', cluster: '' };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footfall-redis-tls-'));
    const pair = await selfSigned(folder);
    setDefaultCACertificates([...trusted, await readFile(pair.cert, 'utf8')]);
    for (const kind of ['node', 'cluster'] as const) {
      const { server, hostAndPort } = await startSecured(folder, pair, kind === 'cluster');
      servers.push(server);
      places[kind] = hostAndPort;
    }
  });
  afterAll(async () => {
    setDefaultCACertificates(trusted);
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['node', 'cluster'] as const)(
    'takes commands of a %s, the password beside the URL or in it',
    async (kind) => {
      for (const [url, password] of [
        [`rediss://${places[kind]}`, PASSWORD],
        [`rediss://:${inUrl}@${places[kind]}`, undefined],
      ] as const) {
        const redis = connectRedis({ url, password, cluster: kind === 'cluster', onError: () => undefined });
        expect(await redisReady(redis, 5_000)).toBe(true);
        expect(await redis.set('{shop:1}:a', 'kept')).toBe('OK');
        expect(await redis.get('{shop:1}:a')).toBe('kept');
        redis.disconnect();
      }
    },
  );

  it('says why where the password is missing', async () => {
    const url = `rediss://${places.node}`;
    const redis = connectRedis({ url, cluster: false, onError: () => undefined });
    await redisReady(redis, 5_000);
    await expect(redis.get('a')).rejects.toThrow('NOAUTH');
    redis.disconnect();
  });
});
