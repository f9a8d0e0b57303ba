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
  nginx: 'nginx',
  schemathesis: 'schemathesis',
} as const;
export type ServerName = keyof typeof PROGRAMS;

const INSTALL: { readonly [name in ServerName]: string } = {
  redis: 'apt-get install redis-server',
  secantus: 'pip install SecantusDB==0.7.0b3',
  ministack: 'pip install ministack==1.5.33',
  chromium: 'apt-get install chromium',
  nginx: 'apt-get install nginx-light',
  schemathesis: 'pip install schemathesis==4.32.5',
};

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

/** Where its program is. @throws Error that says how to install it */
export const required = (name: ServerName): string => {
  const path = programPath(PROGRAMS[name]);
  if (path === undefined) throw new Error(`${PROGRAMS[name]} is not on PATH: ${INSTALL[name]}`);
  return path;
};

/**
 * For a run that is nothing without its servers: skipping it would say that all is well.
 * @throws Error that names every program that is missing, and how to install it
 */
export const requireServers = (names: readonly ServerName[]): void => {
  const missing = names.filter((name) => !has(name));
  if (missing.length === 0) return;
  const lines = missing.map((name) => `${PROGRAMS[name]} (${INSTALL[name]})`);
  throw new Error(`Not on PATH, and needed here: ${lines.join('; ')}.`);
};

/** What Redis speaks TLS with, as files in PEM. */
export interface ServerCertificate {
  readonly certPath: string;
  readonly keyPath: string;
}

interface RedisOptions {
  /** Starts it again where it was. */
  readonly port?: number;
  /** TLS, and nothing else, on its port. */
  readonly tls?: ServerCertificate;
  readonly password?: string;
}

/** Real Redis without persistence. Its `url` holds no password. */
export const startRedis = async (options: RedisOptions = {}): Promise<RunningServer & { url: string }> => {
  const { tls, password } = options;
  const port = options.port ?? (await freePort());
  const listens =
    tls === undefined
      ? ['--port', String(port)]
      : [
          ...['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'],
          ...[
            '--tls-cert-file',
            tls.certPath,
            '--tls-key-file',
            tls.keyPath,
            '--tls-ca-cert-file',
            tls.certPath,
          ],
        ];
  const server = await startServer(
    required('redis'),
    [
      ...listens,
      ...['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      ...(password === undefined ? [] : ['--requirepass', password]),
    ],
    { port, cwd: await mkdtemp(join(tmpdir(), 'footfall-redis-')) },
  );
  return { ...server, url: `${tls === undefined ? 'redis' : 'rediss'}://127.0.0.1:${port}` };
};

/** SecantusDB: MongoDB's wire protocol, in memory, or in a folder that outlives a restart. @param options.env what it finds in its environment besides */
export const startSecantus = async (
  options: { port?: number; storagePath?: string; env?: NodeJS.ProcessEnv } = {},
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
    { port, ...(options.env && { env: options.env }) },
  );
  return { ...server, url: `mongodb://127.0.0.1:${port}/?directConnection=true` };
};

/** MiniStack: the AWS APIs on one port. @param env what it, and the Lambdas that it runs, find in their environment besides */
export const startMinistack = async (
  env: NodeJS.ProcessEnv = {},
): Promise<RunningServer & { url: string }> => {
  const port = await freePort();
  const server = await startServer(required('ministack'), [], {
    port,
    env: {
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      ...env,
    },
    cwd: await mkdtemp(join(tmpdir(), 'footfall-ministack-')),
    // The Lambdas that it runs outlive it (seen 2026-11-23).
    withChildren: true,
  });
  return { ...server, url: `http://127.0.0.1:${port}` };
};

/** Where Debian's Chromium is. */
export const chromiumPath = (): string => required('chromium');
