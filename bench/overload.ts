import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { LoadOutcome } from './load/LoadJob.ts';
import { newVisitors } from './load/newVisitors.ts';
import type { OpenLoopJob, OpenLoopResult } from './load/OpenLoopJob.ts';
import { thisMachine, told } from './machine.ts';
import { short, table } from './markdownTable.ts';
import { inTemporaryFolder } from './metrics/freshPlace.ts';
import { npmStart } from './processes/npmStart.ts';
import { startChild } from './processes/startChild.ts';
import { quantile } from './statistics.ts';

/**
 * `node bench/overload.ts [--times 5] [--seconds 60]`: what `npm start` takes of page views in an empty folder; then an ordinary load,
 * as much as it takes, so many times as much, and the ordinary load again, by the clock, whether it answers or not. Tells of each the
 * shares of its answers, their p99, and the memory.
 *
 * The embedded record keeps its documents in memory, so that resident memory grows with every event that is accepted, however sound
 * the shedding is. What must be flat is its growth for each of them: a queue that grows under load would show there.
 */
const VISITORS = 256;
/** What the machine takes is measured so: each connection sends its next request when the last one is answered. */
const CAPACITY = { connections: 64, warmUpMs: 3_000, measuredMs: 5_000 };
/** An ordinary day's load, as a share of what the machine takes. */
const ORDINARY_SHARE = 0.4;
const BEFORE_MS = 10_000;
const AFTER_MS = 20_000;
const SAMPLE_EVERY_MS = 250;
const BYTES_OF_MIB = 1_048_576;
const KIB_OF_MIB = 1_024;

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '60' },
  },
});
const times = Number(values.times);
const overloadMs = Number(values.seconds) * 1_000;
if (!(times > 0 && overloadMs > 0)) throw new Error('node bench/overload.ts [--times 5] [--seconds 60]');

const log = (line: string): void => console.log(line);

/** Resident memory of a process, MiB. */
const residentMib = async (pid: number): Promise<number> => {
  const [, pages = '0'] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
  return (Number(pages) * 4_096) / BYTES_OF_MIB;
};

/** The most memory that a process has while work is done, and what it has afterwards. */
const watched = async <T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ readonly done: T; readonly mostMib: number; readonly lastMib: number }> => {
  let mostMib = 0;
  const timer = setInterval(async () => {
    mostMib = Math.max(mostMib, await residentMib(pid));
  }, SAMPLE_EVERY_MS);
  try {
    const done = await work();
    return { done, mostMib, lastMib: await residentMib(pid) };
  } finally {
    clearInterval(timer);
  }
};

const timesOf = (result: OpenLoopResult, which: 'tookMs' | 'answeredMs', wanted: number): number[] =>
  [...result[which]].filter((_, index) => result.status[index] === wanted);
/** When the last answer was there, from the beginning. */
const lastAnswerMs = ({ dueMs, tookMs }: OpenLoopResult): number =>
  dueMs.reduce((last, due, index) => Math.max(last, due + (tookMs[index] || 0)), 0);
const p99Of = (...[result, which, wanted]: Parameters<typeof timesOf>): string => {
  const took = timesOf(result, which, wanted);
  return took.length === 0 ? '–' : short(quantile(took, 0.99));
};
const shareOf = (result: OpenLoopResult, wanted: number): string =>
  `${((100 * result.status.filter((status) => status === wanted).length) / result.status.length).toFixed(1)} %`;

/** From the end of the overload: the second after which each one's p99 is at most this, or nothing where none is. */
const backAfterS = ({ dueMs, tookMs }: OpenLoopResult, ordinaryMs: number): number | undefined => {
  const seconds = Math.ceil((dueMs.at(-1) ?? 0) / 1_000);
  let back: number | undefined;
  for (let second = 0; second < seconds; second++) {
    const took = [...tookMs].filter((_, index) => Math.floor((dueMs[index] ?? 0) / 1_000) === second);
    const isOrdinary = took.every(Number.isFinite) && quantile(took, 0.99) <= ordinaryMs;
    if (!isOrdinary) back = undefined;
    else back ??= second;
  }
  return back;
};

await inTemporaryFolder(async (dataDir) => {
  log(`Overload of npm start: ${told(thisMachine())}\n`);
  const closed = await startChild<undefined>('load/load.ts');
  const sender = await startChild<undefined>('load/sendByClock.ts');
  const server = await npmStart(dataDir);
  try {
    const { port } = server;
    const pid = server.process.pid ?? 0;
    const cookies = await newVisitors(port, VISITORS);
    const asFast = async (durationMs: number): Promise<number> => {
      const job = { port, connections: CAPACITY.connections, durationMs, cookies };
      const outcome = await closed.call<LoadOutcome>('run', job);
      if (!outcome.ok) throw new Error(outcome.fault);
      return outcome.result.requestsPerSecond;
    };
    await asFast(CAPACITY.warmUpMs);
    const takes = await asFast(CAPACITY.measuredMs);
    log(`takes ${short(takes)} requests a second over ${CAPACITY.connections} connections`);

    // At the end of the phase before; before the first, what finding out what it takes has left.
    let keptMib = await residentMib(pid);
    const phase = async (name: string, perSecond: number, durationMs: number) => {
      const job: OpenLoopJob = { port, perSecond, durationMs, cookies };
      const { done, mostMib, lastMib } = await watched(pid, () => sender.call<OpenLoopResult>('run', job));
      const accepted = timesOf(done, 'tookMs', 200).length;
      const keptKib = ((lastMib - keptMib) * KIB_OF_MIB) / accepted;
      keptMib = lastMib;
      const row = [
        name,
        short(perSecond),
        short((accepted * 1_000) / lastAnswerMs(done)),
        shareOf(done, 200),
        shareOf(done, 429),
        shareOf(done, 503),
        shareOf(done, 0),
        p99Of(done, 'tookMs', 200),
        p99Of(done, 'answeredMs', 200),
        p99Of(done, 'answeredMs', 503),
        short(mostMib),
        short(lastMib),
        accepted === 0 ? '–' : short(keptKib),
      ];
      log(row.join('  '));
      return { done, row };
    };
    const ordinary = takes * ORDINARY_SHARE;
    const before = await phase('before', ordinary, BEFORE_MS);
    const once = await phase('as much as it takes', takes, overloadMs);
    const during = await phase(`${times} times as much`, takes * times, overloadMs);
    const after = await phase('after', ordinary, AFTER_MS);
    // Twice: two p99s of a second each differ by as much where nothing has happened.
    const ordinaryMs = 2 * quantile(timesOf(before.done, 'tookMs', 200), 0.99);
    const back = backAfterS(after.done, ordinaryMs);

    const head = [
      'phase',
      'sent/s',
      'accepted/s',
      '200',
      '429',
      '503',
      'no answer',
      'p99 of 200 since due, ms',
      'since sent, ms',
      'p99 of 503 since sent, ms',
      'most memory, MiB',
      'at its end, MiB',
      'KiB kept per accepted event',
    ];
    log(`\n${table(head, [before.row, once.row, during.row, after.row])}\n`);
    log(
      back === undefined
        ? `p99 did not come back to ${short(ordinaryMs)} ms within ${AFTER_MS / 1_000} s`
        : `p99 back to at most ${short(ordinaryMs)} ms after ${back} s`,
    );
  } finally {
    await Promise.all([closed.stop(), sender.stop(), server.stop()]);
  }
});
