import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Summary } from '../../bin/simulate/summary.ts';
import { type Ended, runCommand } from '../bin/runCommand.ts';

/** `npm run simulate` on the server of a data folder. */
export const simulate = (dataDir: string, ...args: readonly string[]): Promise<Ended> =>
  runCommand('simulate', args, { DATA_DIR: dataDir });

/** The same, and what it says that it did. */
export const simulated = async (dataDir: string, ...args: readonly string[]): Promise<Summary & Ended> => {
  const file = join(dataDir, 'summary.json');
  const ended = await simulate(dataDir, ...args, '--summary', file);
  if (ended.code !== 0) throw new Error(`the simulation failed:\n${ended.stdout}${ended.stderr}`);
  return { ...ended, ...(JSON.parse(await readFile(file, 'utf8')) as Summary) };
};
