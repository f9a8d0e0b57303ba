import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFunction, entryChunks } from '../../bin/build/buildFunctions.ts';
import { SITES_FILE } from '../../src/config/sitesModule.ts';

/** What a cold `/track` may load before its first request. */
const MAX_ENTRY_BYTES = 260 * 1_024;

describe('the bundle of /track', () => {
  let folder: string;
  let chunks: ReturnType<typeof entryChunks>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footfall-bundle-'));
    chunks = entryChunks(await buildFunction('track', folder));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('loads at most 260 KiB before its first request, its sites included', async () => {
    expect(chunks.length).toBeGreaterThan(0);
    const sites = await stat(join(folder, 'track', SITES_FILE));
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, sites.size);
    expect(bytes).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
  });

  it.each(['mongodb', 'bson', '@aws-sdk/', 'tldts'])(
    'loads nothing of %s before its first request',
    (name) => {
      const inputs = chunks.flatMap((chunk) => chunk.inputs);
      expect(inputs.some((input) => input.includes('node_modules/ioredis/'))).toBe(true);
      expect(inputs.filter((input) => input.includes(`node_modules/${name}`))).toEqual([]);
    },
  );

  it('loads as Lambda loads it: without configuration it names the variable that is missing, and nothing else is wrong', async () => {
    const load = `import(process.argv[1]).catch(({ name, message }) => console.log(name + ': ' + message))`;
    const args = ['-e', load, join(folder, 'track', 'handler.mjs')];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: {} });
    expect(stdout).toMatch(/^ConfigurationError: \w+ is missing/);
  });
});
