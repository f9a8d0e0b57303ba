import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFootfall } from '../../local/startFootfall.ts';
import { startRedis, startSecantus } from '../servers/servers.ts';
import { recordView } from './recordView.ts';
import { keptLog } from './testShop.ts';

/** Footfall on real Redis and a real MongoDB server that keeps its files, with its clock and its servers in the test's hands. */
export const footfallOnServers = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'footfall-system-'));
  const storagePath = join(folder, 'mongo');
  const servers = { redis: await startRedis(), mongo: await startSecantus({ storagePath }) };
  const clock = { offsetMs: 0 };
  const log = keptLog();
  const footfall = await startFootfall({
    port: 0,
    dataDir: join(folder, 'footfall'),
    environment: { REDIS_URL: servers.redis.url, MONGODB_URI: servers.mongo.url },
    log,
    now: () => Date.now() + clock.offsetMs,
  });
  const record = recordView(servers.mongo.url);
  return {
    url: footfall.url,
    log,
    clock,
    servers,
    record,
    restartRedis: async (): Promise<void> => {
      servers.redis = await startRedis({ port: servers.redis.port });
    },
    restartMongo: async (): Promise<void> => {
      servers.mongo = await startSecantus({ port: servers.mongo.port, storagePath });
    },
    stop: async (): Promise<void> => {
      await record.close();
      await footfall.stop();
      await servers.redis.stop();
      await servers.mongo.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
export type FootfallOnServers = Awaited<ReturnType<typeof footfallOnServers>>;
