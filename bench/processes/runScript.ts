import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface PrintedLine {
  readonly text: string;
  /** Since the script was started, milliseconds. */
  readonly atMs: number;
}

/**
 * Runs one of the project's scripts to its end.
 * @param file relative to the project
 * @returns what it printed, and when
 * @throws an Error with the script's words where it fails
 */
export const runScript = async (
  file: string,
  args: readonly string[],
  env: { readonly [name: string]: string },
): Promise<readonly PrintedLine[]> => {
  const startedAt = performance.now();
  const script = spawn(
    process.execPath,
    [fileURLToPath(new URL(`../../${file}`, import.meta.url)), ...args],
    { env: { ...process.env, ...env, NODE_ENV: 'production' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    script.once('error', reject);
    script.once('close', resolve);
  });
  let faults = '';
  script.stderr.on('data', (chunk: Buffer) => {
    faults += chunk.toString();
  });
  const lines: PrintedLine[] = [];
  const kill = (): void => void script.kill();
  process.once('exit', kill);
  try {
    for await (const text of createInterface({ input: script.stdout })) {
      lines.push({ text, atMs: performance.now() - startedAt });
    }
    const code = await ended;
    if (code !== 0) throw new Error(`${file} ended with ${code}: ${faults}`);
    return lines;
  } finally {
    process.off('exit', kill);
  }
};
