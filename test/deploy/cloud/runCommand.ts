import { spawn } from 'node:child_process';

/** The last of a command's output is what tells why it failed. */
const KEPT_CHARACTERS = 4_000;

/** What a command printed. */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end.
 * @throws Error with the end of its output where it exits with anything but 0, or takes longer than it may
 */
export const runCommand = (
  command: string,
  args: readonly string[],
  {
    environment,
    cwd,
    timeoutMs,
  }: { readonly environment: NodeJS.ProcessEnv; readonly cwd: string; readonly timeoutMs: number },
): Promise<CommandOutput> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: environment, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const kept = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        kept[name] = (kept[name] + text).slice(-KEPT_CHARACTERS);
      });
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`${command} cannot be run`, { cause: error }));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(kept);
      const how =
        code === null ? `was ended by ${signal} (it may take ${timeoutMs} ms)` : `exited with ${code}`;
      reject(new Error(`${[command, ...args].join(' ')} ${how}:\n${kept.stdout}\n${kept.stderr}`));
    });
  });
