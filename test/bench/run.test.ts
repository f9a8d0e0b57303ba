import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Report } from '../../bench/report.ts';
import { describeWith } from '../servers/servers.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 90_000;

describeWith(['redis'], 'npm run bench, a quick round of track', () => {
  let folder: string;
  let printed: string;
  let report: Report;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footfall-bench-test-'));
    const out = join(folder, 'results', 'quick.json');
    const args = ['bench/run.ts', '--quick', '--only', 'track', '--out', out];
    ({ stdout: printed } = await run(process.execPath, args, { timeout: TIMEOUT_MS }));
    report = JSON.parse(await readFile(out, 'utf8'));
  }, TIMEOUT_MS);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('measures each server, and writes the raw values', () => {
    const [round] = report.results.http ?? [];
    expect(Object.keys(round ?? {}).sort()).toEqual(['expressSqs', 'raw', 'track', 'trackUncoalesced']);
    expect(round?.track?.returning.answered).toBeGreaterThan(0);
    expect(round?.track?.first?.cpuMicrosPerRequest).toBeGreaterThan(0);
  });

  it('sees one command of Redis a tracked request, first and returning', () => {
    expect(report.results.commands?.track).toEqual({ first: { EVALSHA: 1 }, returning: { EVALSHA: 1 } });
  });

  it('prints the figures as a table, and says that those of a quick run are worth nothing', () => {
    for (const { title } of report.figures) expect(printed).toContain(title);
    expect(printed).toContain('worth nothing');
  });
});

it('refuses an argument that it does not know, with its usage', async () => {
  const refused = run(process.execPath, ['bench/run.ts', '--only', 'everything']);
  await expect(refused).rejects.toMatchObject({ stderr: expect.stringContaining('--only track,middleware') });
});
