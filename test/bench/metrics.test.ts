import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { inTemporaryFolder } from '../../bench/metrics/freshPlace.ts';
import type { Report } from '../../bench/report.ts';
import { describeWith } from '../servers/servers.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 300_000;

describeWith(['secantus'], 'npm run bench, a quick round of the numbers', () => {
  let printed: string;
  let report: Report;

  beforeAll(
    () =>
      inTemporaryFolder(async (folder) => {
        const out = join(folder, 'quick.json');
        const parts = 'aggregate,refresh,analytics,uniques,simulate';
        const args = ['bench/run.ts', '--quick', '--only', parts, '--out', out];
        ({ stdout: printed } = await run(process.execPath, args, { timeout: TIMEOUT_MS }));
        report = JSON.parse(await readFile(out, 'utf8'));
      }),
    TIMEOUT_MS,
  );

  it('reads and aggregates days on both records, with the numbers that were filled in', () => {
    expect(report.failed).toEqual([]);
    for (const { small, large } of Object.values(report.results.aggregate?.records ?? {})) {
      for (const day of [small, large]) {
        expect(day.rounds).toHaveLength(1);
        for (const ms of Object.values(day.rounds[0] ?? {})) expect(ms).toBeGreaterThan(0);
        expect(day.peakRssBytes).toBeGreaterThan(0);
      }
    }
  });

  it('refreshes a day in which sessions changed', () => {
    for (const [round] of Object.values(report.results.refresh ?? {})) {
      expect(round?.changed).toBeGreaterThan(0);
      expect(round?.minuteMs).toBeGreaterThan(0);
    }
  });

  it('asks npm start for the metrics of two shops, and for a year of uniques', () => {
    const [round] = report.results.analytics?.rounds ?? [];
    for (const { questions, firstView } of [round?.small, round?.large].flatMap((shop) => shop ?? [])) {
      for (const { again, fresh } of [...Object.values(questions), firstView]) {
        expect(again.p50).toBeGreaterThan(0);
        expect(again.p99).toBeGreaterThanOrEqual(again.p50);
        expect(fresh.length).toBeGreaterThan(0);
      }
    }
    expect(report.results.uniques?.visitorsPerDay).toBeGreaterThan(0);
    expect(report.results.uniques?.cold.length).toBeGreaterThan(0);
  });

  it('plays a simulation and aggregates it', () => {
    expect(report.results.simulate?.sessions).toBeGreaterThan(0);
    expect(report.results.simulate?.aggregateMs).toBeGreaterThan(0);
  });

  it('prints each figure, and the tables of what it is made of', () => {
    for (const { title } of report.figures) expect(printed).toContain(title);
    expect(printed).toContain('| a day, us a session |');
    expect(printed).toContain('| metrics, ms |');
  });
});
