import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, type RunningServer, startServer } from '../../test/servers/process.ts';
import { timedClient } from '../load/timedClient.ts';
import { COOKIE_KEYS, SITES_JSON } from '../traffic/site.ts';
import { owned } from './owned.ts';

const MAIN = fileURLToPath(new URL('../../local/main.ts', import.meta.url));
const STAFF_TOKEN = 'the-token-of-the-benchmark-alone';
const LOOK_EVERY_MS = 20;
const UP_WITHIN_MS = 60_000;

/** What a program of the staff's sends. */
export const STAFF_HEADERS = { authorization: `Bearer ${STAFF_TOKEN}` } as const;

const isUp = async (port: number): Promise<boolean> => {
  const client = timedClient(port);
  try {
    return (await client.get('/health', {})).status === 200;
  } finally {
    client.close();
  }
};

/** What `npm start` runs, in a process of its own and with nothing beside it; serves the benchmark's shop. */
export const npmStart = async (dataDir: string): Promise<RunningServer> => {
  const port = await freePort();
  const server = owned(
    await startServer(process.execPath, [MAIN], {
      port,
      env: {
        NODE_ENV: 'production',
        PORT: String(port),
        DATA_DIR: dataDir,
        SITES: SITES_JSON,
        COOKIE_KEYS,
        ADMIN_PASSWORD: 'the password of the benchmark alone',
        ADMIN_TOKEN: STAFF_TOKEN,
        REDIS_URL: '',
        MONGODB_URI: '',
        TABLE_NAME: '',
      },
    }),
  );
  const deadline = performance.now() + UP_WITHIN_MS;
  while (!(await isUp(port))) {
    if (performance.now() > deadline) {
      await server.stop();
      throw new Error('npm start is not up');
    }
    await sleep(LOOK_EVERY_MS);
  }
  return server;
};
