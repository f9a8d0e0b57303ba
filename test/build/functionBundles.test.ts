import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFunction, functionNames } from '../../bin/build/buildFunctions.ts';
import { builtInSites } from '../../src/config/builtInSites.ts';
import { SITES_FILE } from '../../src/config/sitesModule.ts';
import { hashPassword } from '../../src/passwords/passwordHash.ts';

const LOAD =
  "import(process.argv[1]).then(() => 'loaded', ({ name, message }) => name + ': ' + message).then((told) => { console.log(told); process.exit(); })";

/** Everything that the functions ask for, with nobody there: what connects, connects with its first command. */
const CONFIGURED = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  ADMIN_PASSWORD_HASH: await hashPassword('a password of the test'),
  ADMIN_TOKEN: 'a-token-of-staff-that-is-long-enough',
  CONVERSION_KEYS: 'c'.repeat(32),
  COOKIE_KEYS: 'k'.repeat(32),
  DEPLOYMENT: 'FootfallApp',
  DLQ_URL: 'http://127.0.0.1:1/queue/dlq',
  JWT_KEYS: 'j'.repeat(32),
  MONGODB_URI: 'mongodb://127.0.0.1:1/',
  QUEUE_URL: 'http://127.0.0.1:1/queue/events',
  REDIS_URL: 'redis://127.0.0.1:1',
  TABLE_NAME: 'footfall',
};

describe('a function as Lambda loads it,', async () => {
  const names = await functionNames();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footfall-bundles-'));
    await Promise.all(names.map((name) => buildFunction(name, folder)));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  // `web` needs no configuration, but the built files beside it.
  it.each(names.filter((name) => name !== 'web'))(
    '%s, without configuration names the variable that is missing, and nothing else is wrong',
    async (name) => {
      const bundle = join(folder, name, 'handler.mjs');
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', LOAD, bundle], { env: {} });
      expect(stdout.trim().split('\n').at(-1)).toMatch(/^ConfigurationError: \w+ is missing/);
    },
  );

  it.each(names.filter((name) => name !== 'web'))('%s, has its sites in a file beside it', async (name) => {
    const text = await readFile(join(folder, name, SITES_FILE), 'utf8');
    expect(text).toBe(`export default ${JSON.stringify(builtInSites())};\n`);
  });

  it('web, starts with the built files beside it, and has no sites', async () => {
    const web = join(folder, 'web');
    await Promise.all(['dashboard', 'shop'].map((app) => mkdir(join(web, app))));
    await writeFile(join(web, 'tracker.js'), 'track()');
    const args = ['-e', LOAD, join(web, 'handler.mjs')];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: {} });
    expect(stdout.trim()).toBe('loaded');
    expect(await readdir(web)).not.toContain(SITES_FILE);
  });

  it.each(names.filter((name) => name !== 'web'))('%s, starts with all that it needs', async (name) => {
    const bundle = join(folder, name, 'handler.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', LOAD, bundle], { env: CONFIGURED });
    expect(stdout.trim().split('\n').at(-1)).toBe('loaded');
  });
});
