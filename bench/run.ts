import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { has, type ServerName as TestServer } from '../test/servers/servers.ts';
import { thisMachine } from './machine.ts';
import { type Part, parseOptions } from './options.ts';
import { measureAggregate } from './parts/aggregate.ts';
import { measureAnalytics } from './parts/analytics.ts';
import { measureColdStart } from './parts/coldStart.ts';
import { measureCommands } from './parts/commands.ts';
import { measureHits } from './parts/hits.ts';
import { measureHttp } from './parts/http.ts';
import { measureRefresh } from './parts/refresh.ts';
import { measureSimulate } from './parts/simulate.ts';
import { openStage, type Stage } from './parts/stage.ts';
import { measureUniques } from './parts/uniques.ts';
import { measureWriter } from './parts/writer.ts';
import type { Results } from './Results.ts';
import { markdown, type Report, reportedFigures } from './report.ts';

/** `npm run bench`: see README.md beside it. */
const NEEDS: { readonly [P in Part]: readonly TestServer[] } = {
  track: ['redis'],
  middleware: ['redis'],
  hits: ['redis', 'secantus'],
  writer: ['secantus'],
  coldstart: ['redis'],
  aggregate: ['secantus'],
  refresh: ['secantus'],
  analytics: [],
  uniques: [],
  simulate: [],
};

const { parts: asked, amounts, quick, out } = parseOptions(process.argv.slice(2));
const machine = thisMachine();
const log = (line: string): void => console.log(line);

const skipped: string[] = [];
const parts = new Set<Part>();
for (const part of asked) {
  const missing = NEEDS[part].filter((server) => !has(server));
  if (missing.length === 0) parts.add(part);
  else skipped.push(`${part}, for want of ${missing.join(' and ')} on PATH`);
}
for (const reason of skipped) log(`!! SKIPPED ${reason}`);

const invalid: string[] = [];
const onInvalid = (reason: string): void => {
  log(`  !! invalid, repeated: ${reason}`);
  invalid.push(reason);
};

const results: { -readonly [Name in keyof Results]: Results[Name] } = {};
const failed: string[] = [];
/** A part that fails takes no other with it. */
const measure = async <Name extends keyof Results>(
  name: Name,
  title: string,
  work: () => Promise<NonNullable<Results[Name]>>,
): Promise<void> => {
  log(`\n${title} (at ${(performance.now() / 1_000).toFixed(0)} s)`);
  try {
    results[name] = await work();
  } catch (error) {
    log(`!! FAILED ${error instanceof Error ? error.stack : error}`);
    failed.push(`${title}: ${error instanceof Error ? error.message : error}`);
  }
};

const overHttp = async (stage: Stage): Promise<void> => {
  const compared = new Set([...parts].filter((part) => part === 'track' || part === 'middleware'));
  if (parts.has('coldstart')) {
    await measure('coldStart', 'cold start', () => measureColdStart(stage, amounts));
  }
  if (parts.has('track')) {
    await measure('commands', 'commands of Redis', async () => ({
      track: await measureCommands(stage, 'track'),
      expressSqs: await measureCommands(stage, 'expressSqs'),
    }));
  }
  if (parts.has('hits')) await measure('hits', 'hits', () => measureHits(stage, amounts, onInvalid));
  if (compared.size > 0) {
    await measure('http', 'servers side by side', () =>
      measureHttp(stage, { parts: compared, amounts, log, onInvalid }),
    );
  }
};

if ([...parts].some((part) => NEEDS[part].includes('redis'))) {
  const stage = await openStage();
  await overHttp(stage).finally(stage.close);
}
if (parts.has('writer')) await measure('writer', 'writer', () => measureWriter(amounts));
if (parts.has('aggregate')) {
  await measure('aggregate', 'a day’s full aggregate', () => measureAggregate(amounts, log));
}
if (parts.has('refresh')) await measure('refresh', 'refresh of today', () => measureRefresh(amounts));
if (parts.has('analytics')) await measure('analytics', 'metrics API', () => measureAnalytics(amounts, log));
if (parts.has('uniques')) await measure('uniques', 'uniques of a year', () => measureUniques(amounts));
if (parts.has('simulate')) await measure('simulate', 'simulation', () => measureSimulate(amounts));

const figures = reportedFigures(results);
const at = new Date().toISOString();
const report: Report = { at, quick, machine, amounts, skipped, failed, invalid, figures, results };
await mkdir(dirname(out), { recursive: true });
await writeFile(out, `${JSON.stringify(report, null, 2)}\n`);
log(`\n${markdown(report)}\n\nRaw values of each round: ${out}`);
if (failed.length > 0) process.exitCode = 1;
