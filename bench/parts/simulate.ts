import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadOutcome, LoadResult } from '../load/LoadJob.ts';
import { newVisitors } from '../load/newVisitors.ts';
import { inTemporaryFolder } from '../metrics/freshPlace.ts';
import type { Amounts } from '../options.ts';
import { npmStart } from '../processes/npmStart.ts';
import { type PrintedLine, runScript } from '../processes/runScript.ts';
import { startChild } from '../processes/startChild.ts';
import { InvalidMeasurement } from './InvalidMeasurement.ts';

export interface SimulateResults {
  readonly sessions: number;
  readonly requests: number;
  /** By the simulation, over all of it. */
  readonly requestsPerSecond: number;
  /** `/track` under load by returning visitors' page views, before and after the simulation, which asks the storefront besides. */
  readonly rawPerSecond: readonly number[];
  /** From the last message in the record until all days are aggregated, milliseconds. */
  readonly aggregateMs: number;
  /** All of it once more, its visitors numbered. */
  readonly againMs: number;
}

/** As the simulation's own default. */
const CONNECTIONS = 16;

/** What the endpoint of a fresh `npm start` takes. */
const rawLoad = ({ visitors, warmUpMs, measuredMs }: Amounts): Promise<LoadResult> =>
  inTemporaryFolder(async (dataDir) => {
    const generator = await startChild<undefined>('load/load.ts');
    const server = await npmStart(dataDir);
    try {
      const cookies = await newVisitors(server.port, visitors);
      const load = async (durationMs: number): Promise<LoadResult> => {
        const job = { port: server.port, connections: CONNECTIONS, durationMs, cookies };
        const outcome = await generator.call<LoadOutcome>('run', job);
        if (!outcome.ok) throw new InvalidMeasurement(outcome.fault);
        return outcome.result;
      };
      await load(warmUpMs);
      return await load(measuredMs);
    } finally {
      await Promise.all([generator.stop(), server.stop()]);
    }
  });

const timeOf = (lines: readonly PrintedLine[], what: RegExp): number => {
  const line = lines.findLast(({ text }) => what.test(text));
  if (line !== undefined) return line.atMs;
  throw new InvalidMeasurement(`nothing like ${what} was printed`);
};

/** A simulation of months on a fresh `npm start`, and the aggregation of all of it. */
export const measureSimulate = async (amounts: Amounts): Promise<SimulateResults> => {
  const { days, sessionsPerDay } = amounts.simulated;
  const before = await rawLoad(amounts);
  const simulated = await inTemporaryFolder(async (folder) => {
    const dataDir = join(folder, 'data');
    const summary = join(folder, 'summary.json');
    const server = await npmStart(dataDir);
    try {
      const env = { DATA_DIR: dataDir };
      const lines = await runScript(
        'bin/simulate/main.ts',
        ['--days', String(days), '--sessions-per-day', String(sessionsPerDay), '--summary', summary],
        env,
      );
      const again = await runScript('bin/aggregate/main.ts', [], env);
      const { sessions, requests, tookMs } = JSON.parse(await readFile(summary, 'utf8'));
      return {
        sessions,
        requests,
        requestsPerSecond: (requests * 1_000) / tookMs,
        aggregateMs: timeOf(lines, /\d+ days? aggregated/) - timeOf(lines, /all of it is in the record/),
        againMs: timeOf(again, /\d+ days? aggregated/),
      };
    } finally {
      await server.stop();
    }
  });
  const after = await rawLoad(amounts);
  return { ...simulated, rawPerSecond: [before, after].map((load) => load.requestsPerSecond) };
};
