import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFunction, functionNames } from '../../bin/build/buildFunctions.ts';

const LOAD =
  "import(process.argv[1]).then(() => console.log('loaded'), ({ name, message }) => console.log(name + ': ' + message))";

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
});
