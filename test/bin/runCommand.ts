import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ENDS_WITHIN_MS = 120_000;

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `bin/<name>/main.ts` as npm does, with that environment alone, and nobody at a terminal. */
export const runCommand = async (
  name: string,
  args: readonly string[],
  env: { readonly [variable: string]: string } = {},
): Promise<Ended> => {
  const main = fileURLToPath(new URL(`../../bin/${name}/main.ts`, import.meta.url));
  const child = spawn(process.execPath, [main, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: ENDS_WITHIN_MS,
  });
  const [code, stdout, stderr] = await Promise.all([
    new Promise<number | null>((resolve) => child.once('close', resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
};
