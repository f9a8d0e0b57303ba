import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, startServer } from './process.ts';

/** Real Redis in cluster mode, where a script that touches keys of two slots is refused. */
export const startRedisCluster = async () => {
  const port = await freePort();
  const options = [
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--cluster-enabled',
    'yes',
    '--cluster-announce-ip',
    '127.0.0.1',
  ];
  // The bus would take the port plus 10,000, which may be too high a one.
  const busPort = await freePort();
  const server = await startServer(
    'redis-server',
    ['--port', String(port), '--cluster-port', String(busPort), ...options],
    { port, cwd: await mkdtemp(join(tmpdir(), 'footfall-redis-cluster-')) },
  );
  const admin = new Redis(port);
  await admin.cluster('ADDSLOTSRANGE', 0, 16_383);
  while (!String(await admin.cluster('INFO')).includes('cluster_state:ok')) await delay(20);
  return { server, admin, url: `redis://127.0.0.1:${port}` };
};
