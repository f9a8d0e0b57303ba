import { resolve } from 'node:path';
import { restore } from '../../local/backup/restore.ts';
import { runCommand } from '../aggregate/Complaint.ts';
import { createProgress } from '../aggregate/progress.ts';
import { folderComplaint } from '../backup/folderComplaint.ts';
import { partsTable } from '../backup/partsTable.ts';
import { commandLog } from '../command/commandLog.ts';
import { parseCommand, requiredOption } from '../command/parseCommand.ts';

const USAGE = 'npm run restore -- --from FILE';

/** `npm run restore -- --from FILE`: makes `DATA_DIR`, which must be missing or empty, of a backup. */
const restoreFolder = async (): Promise<void> => {
  const values = parseCommand(process.argv.slice(2), { usage: USAGE, options: { from: { type: 'string' } } });
  const from = resolve(requiredOption(USAGE, 'from', values.from));
  const { env } = process;
  const dataDir = resolve(env.DATA_DIR || '.footfall');

  const progress = createProgress(process.stdout, 'Restoring');
  const { head, parts } = await restore({
    from,
    dataDir,
    log: commandLog(env),
    onProgress: (entries) => progress.update(0, `${entries.toLocaleString('en')} entries`),
  }).catch((error: unknown) => {
    throw folderComplaint(error);
  });
  progress.done(`${dataDir} is as of ${new Date(head.madeAtMs).toISOString()}, counted and hashed:`);
  process.stdout.write(partsTable(parts));
  for (const what of head.leftOut) process.stdout.write(`Not in it: ${what}.\n`);
};

await runCommand(restoreFolder);
