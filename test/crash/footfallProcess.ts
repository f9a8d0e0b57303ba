import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../local/main.ts', import.meta.url));
const READY = 'Ctrl-C stops it';
const LOOK_EVERY_MS = 10;

/** What `npm start` runs, as a process of its own. */
export interface FootfallProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** All it has printed so far. */
  output(): string;
  /** Resolves with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Resolves with true once it says that it runs, with false where it ends before. */
  readonly ready: Promise<boolean>;
}

/** @param env what it finds in its environment besides port and data folder */
export const footfallProcess = (
  { dataDir, port }: { readonly dataDir: string; readonly port: number },
  env: { readonly [name: string]: string } = {},
): FootfallProcess => {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...env, PORT: String(port), DATA_DIR: dataDir },
    // The first is closed, as under a service manager.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  let isOver = false;
  const ended = once(child, 'close').then(([code, signal]) => {
    isOver = true;
    process.off('exit', kill);
    return code ?? signal;
  });
  const untilReady = async (): Promise<boolean> => {
    while (!isOver && !text.includes(READY)) await sleep(LOOK_EVERY_MS);
    return !isOver;
  };
  return { url: `http://localhost:${port}`, child, output: () => text, ended, ready: untilReady() };
};
