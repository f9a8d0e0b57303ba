import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killedRounds } from '../../test/crash/killedRounds.ts';
import { freePort } from '../../test/servers/process.ts';
import { Complaint, runCommand } from '../aggregate/Complaint.ts';
import { wholeNumber } from '../aggregate/parseOptions.ts';
import { parseCommand } from '../command/parseCommand.ts';

const USAGE = 'npm run crash -- [--times 200] [--seed TEXT]';
const MAX_TOLD = 20;

/** `npm run crash -- [--times N] [--seed S]`: kills `npm start` under load so often, and says what it lost of what it had acknowledged. */
const crash = async (): Promise<void> => {
  const values = parseCommand(process.argv.slice(2), {
    usage: USAGE,
    options: { times: { type: 'string' }, seed: { type: 'string' } },
  });
  const times = wholeNumber('times', values.times, { fallback: 200, min: 1, max: 100_000 });
  const seed = values.seed ?? String(Date.now());
  const dataDir = await mkdtemp(join(tmpdir(), 'footfall-crash-'));
  process.stdout.write(`seed ${seed}, in ${dataDir}\n`);
  const result = await killedRounds({
    times,
    seed,
    dataDir,
    port: await freePort(),
    onRound: ({ round, acknowledged }) =>
      void process.stdout.write(`killed ${round} of ${times}, ${acknowledged} events acknowledged\n`),
  });
  const { acknowledged, killedStarting, repairs, failedRequests, faults } = result;
  process.stdout.write(
    `${times} kills, ${killedStarting} of them amid a start, ${repairs} torn records repaired, ${failedRequests} requests sent again\n` +
      `acknowledged: ${acknowledged.events} events, ${acknowledged.customers} customers, ${acknowledged.orders} orders\n`,
  );
  if (faults.length > 0) {
    for (const fault of faults.slice(0, MAX_TOLD)) process.stdout.write(`${fault}\n`);
    throw new Complaint(`${faults.length} faults; the folder is kept: ${dataDir}, seed ${seed}.`);
  }
  process.stdout.write('0 lost, 0 counted twice\n');
  await rm(dataDir, { recursive: true });
};

await runCommand(crash);
