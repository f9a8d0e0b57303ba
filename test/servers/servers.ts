import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { freePort, programPath, type RunningServer, startServer } from './process.ts';

/** The real servers that tests run on, and the program each needs on PATH. */
const PROGRAMS = {
  redis: 'redis-server',
  secantus: 'secantusd-py',
  ministack: 'ministack',
  chromium: 'chromium',
} as const;
export type ServerName = keyof typeof PROGRAMS;

/** Whether this machine can run it. */
export const has = (name: ServerName): boolean => programPath(PROGRAMS[name]) !== undefined;

/**
 * `describe` for tests that need real servers: where a program is missing they are skipped with a loud line,
 * and with `CI=true` a missing program is a failure, never a skip.
 */
export const describeWith = (names: readonly ServerName[], title: string, body: () => void): void => {
  const missing = names.filter((name) => !has(name)).map((name) => PROGRAMS[name]);
  if (missing.length === 0) {
    describe(title, body);
    return;
  }
  if (process.env.CI === 'true') throw new Error(`CI needs ${missing.join(', ')} for: ${title}`);
  process.stderr.write(`\n!! SKIPPED for want of ${missing.join(', ')}: ${title}\n`);
  describe.skip(title, body);
};

const required = (name: ServerName): string => {
  const path = programPath(PROGRAMS[name]);
  if (path === undefined) throw new Error(`${PROGRAMS[name]} is not on PATH`);
  return path;
};

/** Real Redis without persistence; pass a port to start it again where it was. */
export const startRedis = async (
  options: { port?: number } = {},
): Promise<RunningServer & { url: string }> => {
  const port = options.port ?? (await freePort());
  const server = await startServer(
    required('redis'),
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { port, cwd: await mkdtemp(join(tmpdir(), 'footfall-redis-')) },
  );
  return { ...server, url: `redis://127.0.0.1:${port}` };
};

/** SecantusDB: MongoDB's wire protocol, in memory, or in a folder that outlives a restart. */
export const startSecantus = async (
  options: { port?: number; storagePath?: string } = {},
): Promise<RunningServer & { url: string }> => {
  const port = options.port ?? (await freePort());
  const server = await startServer(
    required('secantus'),
    [
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--storage-path',
      options.storagePath ?? ':memory:',
      '--enable-test-commands',
    ],
    { port },
  );
  return { ...server, url: `mongodb://127.0.0.1:${port}/?directConnection=true` };
};

/** MiniStack: the AWS APIs on one port. */
export const startMinistack = async (): Promise<RunningServer & { url: string }> => {
  const port = await freePort();
  const server = await startServer(required('ministack'), [], {
    port,
    env: {
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
    },
    cwd: await mkdtemp(join(tmpdir(), 'footfall-ministack-')),
  });
  return { ...server, url: `http://127.0.0.1:${port}` };
};

/** Where Debian's Chromium is. */
export const chromiumPath = (): string => required('chromium');
