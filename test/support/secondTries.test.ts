import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REPORTER = fileURLToPath(new URL('./secondTries.ts', import.meta.url));

const CONFIG = `
import { secondTries } from ${JSON.stringify(REPORTER)};
export default { test: { retry: 1, reporters: [secondTries()] } };
`;

/** Tests that are as steady as their names say. */
const TESTS = `
import { describe, expect, it } from 'vitest';
let tries = 0;
describe('a suite', () => {
  it('has a race', () => {
    tries += 1;
    expect(tries, 'the first try came too early').toBe(2);
  });
  it('is steady', () => expect(1).toBe(1));
});
`;

/** A run of Vitest of its own on this one test file. */
const runOf = async (folder: string, tests: string) => {
  await mkdir(folder);
  await Promise.all([
    symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules')),
    writeFile(join(folder, 'vitest.config.ts'), CONFIG),
    writeFile(join(folder, 'some.test.ts'), tests),
  ]);
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  return new Promise<{ readonly code: unknown; readonly told: string }>((resolve) => {
    execFile(
      process.execPath,
      [vitest, 'run'],
      { cwd: folder, env: { PATH: process.env.PATH } },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, told: stdout + stderr }),
    );
  });
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footfall-second-tries-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a test that passed at its second try alone is told with what it said at the first, and the run has passed', async () => {
  const { code, told } = await runOf(join(folder, 'race'), TESTS);
  expect(told).toMatch(
    /!! 1 passed at the second try alone.*\n!! some\.test\.ts > a suite > has a race\n {5}the first try came too early: expected 1 to be 2/,
  );
  expect(told).not.toContain('is steady');
  expect(code).toBe(0);
}, 60_000);

it('a test that fails twice fails the run, and is not told as one that passed; nor is a steady one', async () => {
  const { code, told } = await runOf(join(folder, 'failing'), TESTS.replace('toBe(2)', 'toBe(0)'));
  expect(code).toBe(1);
  expect(told).not.toContain('!!');
}, 60_000);
