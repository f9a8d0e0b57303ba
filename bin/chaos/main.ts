import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { runSchedule } from '../../test/chaos/runSchedule.ts';
import { seedOf } from '../../test/chaos/seedOf.ts';
import { shrinkSchedule } from '../../test/chaos/shrinkSchedule.ts';
import { tellOutcome } from '../../test/chaos/tellOutcome.ts';
import { Complaint, runCommand } from '../aggregate/Complaint.ts';
import { wholeNumber } from '../aggregate/parseOptions.ts';
import { createProgress } from '../aggregate/progress.ts';
import { parseCommand } from '../command/parseCommand.ts';
import { runSchedules } from './runSchedules.ts';
import type { Told } from './wire.ts';

const USAGE = 'npm run chaos -- [--schedules N] [--seed S] [--only K] [--workers W] [--trace]';
const DEFAULT_SCHEDULES = 1_000;
const MOST = 10_000_000;

const options = () => {
  const given = parseCommand(process.argv.slice(2), {
    usage: USAGE,
    options: {
      schedules: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string' },
      workers: { type: 'string' },
      trace: { type: 'boolean' },
    },
  });
  return {
    seed: given.seed ?? randomBytes(4).toString('hex'),
    schedules: wholeNumber('schedules', given.schedules, { fallback: DEFAULT_SCHEDULES, min: 1, max: MOST }),
    only:
      given.only === undefined
        ? undefined
        : wholeNumber('only', given.only, { fallback: 0, min: 0, max: MOST }),
    workers: wholeNumber('workers', given.workers, { fallback: availableParallelism(), min: 1, max: 64 }),
    trace: given.trace === true,
  };
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs one schedule here, and shrinks it where it breaks something. @returns whether it does */
const runOne = async (seed: string, number: number, trace: boolean): Promise<boolean> => {
  const schedule = { seed: seedOf(seed, number) };
  const outcome = await runSchedule(schedule);
  if (outcome.breaches.length === 0) {
    if (trace) say(outcome.trace.join('\n'));
    return false;
  }
  say(`\nSchedule ${number} of seed ${seed} breaks what must hold. Shrinking it …`);
  const shrunk = await shrinkSchedule(schedule, outcome);
  say(tellOutcome(shrunk.outcome));
  if (trace) say(`Every call of a store:\n${shrunk.outcome.trace.join('\n')}`);
  say(`Again: npm run chaos -- --seed ${seed} --only ${number}${trace ? '' : ' --trace'}`);
  return true;
};

const runMany = async ({ seed, schedules, workers }: ReturnType<typeof options>): Promise<void> => {
  const progress = createProgress(process.stdout, 'Simulating');
  const startedAt = performance.now();
  const broken: Told[] = [];
  let [done, accepted, faults] = [0, 0, 0];
  await runSchedules({ seed, from: 0, until: schedules, workers }, (told) => {
    done += 1;
    accepted += told.accepted;
    faults += told.faults;
    if (told.breaches.length > 0) broken.push(told);
    progress.update(done / schedules, `${done.toLocaleString('en')} schedules, ${broken.length} broken`);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const kinds = (kind: string): number =>
    broken.flatMap(({ breaches }) => breaches).filter((breach) => breach.startsWith(`${kind}:`)).length;
  progress.done(
    `${done.toLocaleString('en')} schedules of seed ${seed} in ${seconds.toFixed(0)} s: ${accepted.toLocaleString('en')} events accepted, ${faults.toLocaleString('en')} faults; ${kinds('lost')} lost, ${kinds('double')} double, ${broken.length} schedules broken`,
  );
  const [first] = broken.sort((a, b) => a.number - b.number);
  if (first === undefined) return;
  for (const { number, breaches } of broken) say(`Schedule ${number}: ${breaches[0]}`);
  await runOne(seed, first.number, false);
  throw new Complaint(`${broken.length} of ${done} schedules broke what must hold.`);
};

/** Simulates faults: see docs/chaos.md. */
await runCommand(async () => {
  const chosen = options();
  if (chosen.only === undefined) return runMany(chosen);
  if (await runOne(chosen.seed, chosen.only, chosen.trace)) throw new Complaint('It broke what must hold.');
  say(`Schedule ${chosen.only} of seed ${chosen.seed} breaks nothing.`);
});
