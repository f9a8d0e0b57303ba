import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { recordPath } from '../../local/wiring/openLocalDb.ts';
import { runCommand } from '../bin/runCommand.ts';
import { httpVisitor } from '../support/httpVisitor.ts';
import { untilWritten } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { controlledFootfall } from './controlledFootfall.ts';

const relabel = (dataDir: string, args: readonly string[] = [], environment = {}) =>
  runCommand('relabel', args, { DATA_DIR: dataDir, ...environment });

it('npm run relabel works through the server while it runs, and on the data folder by another list of networks', async () => {
  const footfall = await controlledFootfall();
  const { dataDir, url, stop } = footfall;
  await httpVisitor(url).view('/');
  await untilWritten(url);
  expect(await relabel(dataDir)).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('1 day judged: 0 of 1 visits have another verdict now'),
  });
  await stop();

  const [site] = JSON.parse(await readFile('footfall.config.json', 'utf8'));
  const SITES = JSON.stringify([{ ...site, botNetworks: ['127.0.0.0/8'] }]);
  const listed = () => relabel(dataDir, ['--site', site.id], { SITES });
  expect(await listed()).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('1 day judged: 1 of 1 visits have another verdict now'),
  });
  expect((await listed()).stdout).toContain('0 of 1 visits have another verdict now');
}, 60_000);

it('npm run relabel works on the data folder of a server that was killed and left its control file', async () => {
  const dataDir = await temporaryDataDir();
  await writeFile(join(dataDir, 'control.json'), '{"url":"http://localhost:9","token":"gone"}');
  expect(await relabel(dataDir)).toMatchObject({ code: 0, stderr: '' });
});

it.each(['aggregate', 'relabel'])('npm run %s says in a sentence that a folder is damaged', async (name) => {
  const dataDir = await temporaryDataDir();
  const path = recordPath(dataDir);
  await mkdir(dirname(path));
  await writeFile(path, 'not a log of ours');
  const { code, stderr } = await runCommand(name, [], { DATA_DIR: dataDir });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^\S+ is corrupted.*\.\n$/);
  expect(stderr).toContain(path);
});

it('npm run relabel refuses a site that is not there', async () => {
  expect(await relabel(await temporaryDataDir(), ['--site', 'nobody'])).toMatchObject({
    code: 1,
    stderr: 'site must be one of shop.\n',
  });
});

it('npm run relabel goes nowhere else where MONGODB_URI is set and empty', async () => {
  expect(await relabel(await temporaryDataDir(), [], { MONGODB_URI: '' })).toMatchObject({
    code: 1,
    stderr: 'MONGODB_URI is set and empty: unset it, or say which.\n',
  });
});
