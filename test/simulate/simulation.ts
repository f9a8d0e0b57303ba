import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Summary } from '../../bin/simulate/summary.ts';

const MAIN = fileURLToPath(new URL('../../bin/simulate/main.ts', import.meta.url));

/** What the command printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of `bin/` as a process of its own, and waits for its end. */
export const runBin = (
  main: string,
  args: readonly string[],
  environment: { readonly [name: string]: string },
): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...environment };
    execFile(process.execPath, [main, ...args], { env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });

/** `npm run simulate` on the server of a data folder. */
export const simulate = (dataDir: string, ...args: readonly string[]): Promise<Ended> =>
  runBin(MAIN, args, { DATA_DIR: dataDir });

/** The same, and what it says that it did. */
export const simulated = async (dataDir: string, ...args: readonly string[]): Promise<Summary & Ended> => {
  const file = join(dataDir, 'summary.json');
  const ended = await simulate(dataDir, ...args, '--summary', file);
  if (ended.code !== 0) throw new Error(`the simulation failed:\n${ended.stdout}${ended.stderr}`);
  return { ...ended, ...(JSON.parse(await readFile(file, 'utf8')) as Summary) };
};
