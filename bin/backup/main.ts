import { resolve } from 'node:path';
import { runCommand } from '../aggregate/Complaint.ts';
import { createProgress } from '../aggregate/progress.ts';
import { parseCommand, requiredOption } from '../command/parseCommand.ts';
import { runningServer } from '../command/runningServer.ts';
import { backUpDirectly } from './directly.ts';
import { partsTable } from './partsTable.ts';
import { backUpThroughServer } from './throughServer.ts';

const USAGE = 'npm run backup -- --to FILE';

/** `npm run backup -- --to FILE`: all that is in `DATA_DIR`, in one file, whether Footfall runs there or not. */
const backup = async (): Promise<void> => {
  const values = parseCommand(process.argv.slice(2), { usage: USAGE, options: { to: { type: 'string' } } });
  const to = resolve(requiredOption(USAGE, 'to', values.to));
  const { env } = process;
  const dataDir = resolve(env.DATA_DIR || '.footfall');

  const progress = createProgress(process.stdout, 'Backing up');
  // Nobody knows how many there will be.
  const onProgress = (entries: number): void => progress.update(0, `${entries.toLocaleString('en')} entries`);
  const server = await runningServer(dataDir);
  try {
    const { parts, leftOut } = await (server === undefined
      ? backUpDirectly(env, { dataDir, to, onProgress })
      : backUpThroughServer(server, { to, onProgress }));
    progress.done(`${to} is written, read again, and whole:`);
    process.stdout.write(partsTable(parts));
    for (const what of leftOut) process.stdout.write(`Not in it: ${what}.\n`);
    process.stdout.write('It holds keys and visitors’ data: keep it where nobody else can read it.\n');
  } finally {
    server?.close();
  }
};

await runCommand(backup);
