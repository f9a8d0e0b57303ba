import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../servers/process.ts';
import { httpVisitor } from '../support/httpVisitor.ts';
import { untilWritten } from '../support/staffClient.ts';
import { footfallProcess } from './footfallProcess.ts';

/** How a start ended: with its banner, after which it was killed, or by itself. */
export interface Start {
  readonly served: boolean;
  readonly code: number | NodeJS.Signals;
  readonly output: string;
}

/** Starts `npm start` on a folder, and kills it once it serves. @param whileServing what is done before that */
export const startOn = async (
  dataDir: string,
  whileServing: (url: string) => Promise<void> = async () => undefined,
): Promise<Start> => {
  const run = footfallProcess({ dataDir, port: await freePort() });
  const served = await run.ready;
  if (served) {
    await whileServing(run.url);
    run.child.kill('SIGKILL');
  }
  const code = await run.ended;
  return { served, code, output: run.output() };
};

/** Fills a folder with some visits. */
export const fillFolder = async (dataDir: string): Promise<void> => {
  const { served, output } = await startOn(dataDir, async (url) => {
    const visitors = Array.from({ length: 5 }, () => httpVisitor(url));
    for (const visitor of visitors) for (let page = 0; page < 5; page++) await visitor.view(`/page/${page}`);
    await untilWritten(url);
  });
  if (!served) throw new Error(`it does not start:\n${output}`);
};

/** The file of a folder whose name matches. */
export const fileIn = async (dir: string, name: RegExp): Promise<string> => {
  const found = (await readdir(dir)).find((one) => name.test(one));
  if (found === undefined) throw new Error(`no file in ${dir} matches ${name}`);
  return join(dir, found);
};

/** Turns the bits of a byte. */
export const flipByte = async (path: string, at: number): Promise<void> => {
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
  await writeFile(path, bytes);
};

/** Leaves the beginning of another record at a log's end, as a write that was cut short does. */
export const tearTail = (path: string): Promise<void> =>
  appendFile(path, Buffer.from([200, 1, 0, 0, 1, 2, 3, 4, 5]));

export const cutOff = async (path: string, bytes: number): Promise<void> =>
  truncate(path, (await readFile(path)).length - bytes);
