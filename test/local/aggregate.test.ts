import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../bin/runCommand.ts';
import { httpVisitor } from '../support/httpVisitor.ts';
import { untilWritten } from '../support/staffClient.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { controlledFootfall } from './controlledFootfall.ts';
import { temporaryFootfall } from './temporaryFootfall.ts';

const aggregate = (dataDir: string, ...args: readonly string[]) =>
  runCommand('aggregate', args, { DATA_DIR: dataDir });

const today = (): string => new Date().toISOString().slice(0, 10);

/** A Footfall that has had this many visits of different visitors, all of them in the record. */
const visitedFootfall = async (visits: number) => {
  const footfall = await controlledFootfall();
  for (let visit = 0; visit < visits; visit++) await httpVisitor(footfall.url).view(`/${visit}`);
  await untilWritten(footfall.url);
  return footfall;
};

const visitsToday = async (url: string, token = ''): Promise<number> => {
  const path = `${url}/api/analytics/summary?from=${today()}&to=${today()}`;
  const answer = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
  return Object(await answer.json()).current.totalVisits;
};

describe('POST /api/local/aggregate', () => {
  const post = (url: string, token: string, body: string) =>
    fetch(`${url}/api/local/aggregate`, { method: 'POST', headers: { 'x-footfall-control': token }, body });

  it('answers with a line for each day, and a last one when all is done', async () => {
    const { url, control, staff } = await visitedFootfall(3);
    const answer = await post(url, control.token, '{}');
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { site: 'shop', day: today(), done: 1, of: 1 },
      { ok: true, days: 1, sealedDays: 0 },
    ]);
    expect(await visitsToday(url, staff.token)).toBe(3);
  });

  it.each([
    ['{"from":"2026-02-30"}', 'from'],
    ['{"from":"2026-02-10","to":"2026-02-09"}', 'from'],
    ['{"from":"2020-01-01"}', 'from'],
    ['{"to":"2999-01-01"}', 'to'],
    ['{"site":"nobody"}', 'site'],
    ['{"form":"2026-01-01"}', undefined],
    ['[]', undefined],
    ['{', undefined],
  ])('refuses %s', async (body, field) => {
    const { url, control } = await controlledFootfall();
    const answer = await post(url, control.token, body);
    expect(answer.status).toBe(400);
    const { error } = Object(await answer.json());
    expect(error).toMatchObject({ code: 'invalid', ...(field === undefined ? {} : { field }) });
  });

  it('is for who controls the server', async () => {
    const { url } = await controlledFootfall();
    expect((await post(url, 'x', '{}')).status).toBe(403);
  });
});

describe('npm run aggregate', () => {
  it('works through the server while it runs, and on the data folder while it does not', async () => {
    const { dataDir, stop, url, staff } = await visitedFootfall(2);
    expect(await aggregate(dataDir)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('1 day aggregated'),
    });
    expect(await visitsToday(url, staff.token)).toBe(2);
    await stop();
    expect(await aggregate(dataDir, '--from', today(), '--to', today(), '--site', 'shop')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining(`1 day aggregated, in ${dataDir}`),
    });
    const again = await temporaryFootfall({ dataDir });
    expect(await visitsToday(again.url, staff.token)).toBe(2);
  }, 60_000);

  it('works on the data folder of a server that was killed and left its control file', async () => {
    const dataDir = await temporaryDataDir();
    await writeFile(join(dataDir, 'control.json'), '{"url":"http://localhost:9","token":"gone"}');
    expect(await aggregate(dataDir)).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [['--from', '2026-02-30'], 'from must be a date that exists, such as 2026-11-22.\n'],
    [['--from', '2026-02-02', '--to', '2026-02-01'], 'from must not be after to.\n'],
    [['--site', 'nobody'], 'site must be one of shop.\n'],
    [['--form', 'x'], "Unknown option '--form'. Known are --from, --to, --site.\n"],
  ])('says in one sentence what is wrong with %j', async (args, sentence) => {
    expect(await aggregate(await temporaryDataDir(), ...args)).toMatchObject({ code: 1, stderr: sentence });
  });

  it.each(['TABLE_NAME', 'MONGODB_URI'])(
    'writes nowhere else where %s is set and empty, as by a look-up that found nothing',
    async (name) => {
      const environment = { MONGODB_URI: 'mongodb://127.0.0.1:9', TABLE_NAME: 'metrics', [name]: '' };
      expect(
        await runCommand('aggregate', [], { DATA_DIR: await temporaryDataDir(), ...environment }),
      ).toMatchObject({
        code: 1,
        stderr: `${name} is set and empty: unset it, or say which.\n`,
      });
    },
  );

  it('says the same through the server', async () => {
    const { dataDir } = await controlledFootfall();
    expect((await readFile(join(dataDir, 'control.json'), 'utf8')).length).toBeGreaterThan(0);
    expect(await aggregate(dataDir, '--site', 'nobody')).toMatchObject({
      code: 1,
      stderr: 'site must be one of shop.\n',
    });
  });
});
