import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '../wiring/privateFile.ts';

/** In the data folder, while the server runs: how the command line reaches it. */
export const CONTROL_FILE = 'control.json';

/** Tells the command line where this server is, and the secret by which it may control it; removed by what it resolves with. */
export const writeControlFile = async (
  dataDir: string,
  { url, token }: { readonly url: string; readonly token: string },
): Promise<() => Promise<void>> => {
  const path = join(dataDir, CONTROL_FILE);
  await writePrivateFile(path, `${JSON.stringify({ url, token })}\n`);
  return () => rm(path, { force: true });
};
