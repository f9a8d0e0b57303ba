import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fillPlaces } from '../../bin/cost/fillPlaces.ts';
import { reckonedPages } from '../../bin/cost/pages.ts';

const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['bin/cost/main.ts', ...args]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
  );

test('docs/cost.md and docs/scale.md hold what is reckoned: else run "npm run cost"', async () => {
  for (const { now, reckoned } of await reckonedPages()) expect(now).toBe(reckoned);
});

test('the command says so too', async () => {
  expect(await run('--check')).toEqual({
    code: 0,
    said: 'docs/cost.md: holds what is reckoned.\ndocs/scale.md: holds what is reckoned.\n',
  });
});

test('an option that is not known is refused with a sentence and how to use the command', async () => {
  const { code, said } = await run('--chekc');
  expect(code).toBe(1);
  expect(said).toMatch(/^Unknown option '--chekc'.*\nUsage: npm run cost \[-- --check\]\n$/);
});

const page = 'a\n<!-- table:one -->\nold\n<!-- /table -->\nb\n';

test('a table is put into its place, and what is around it stays', () => {
  expect(fillPlaces(page, { one: '| new |' })).toBe(
    'a\n<!-- table:one -->\n\n| new |\n\n<!-- /table -->\nb\n',
  );
});

test('a place without a table, a table without a place, and two places for one are told', () => {
  expect(() => fillPlaces(page, {})).toThrow('no table "one"');
  expect(() => fillPlaces(page, { one: '', two: '' })).toThrow('one place for each of: two');
  expect(() => fillPlaces(page + page, { one: '' })).toThrow('one place for each of: one');
});
