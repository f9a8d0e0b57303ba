import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../src/config/environment.ts';

const FILE = 'cookie-keys';
const KEY_BYTES = 32;

/**
 * `COOKIE_KEYS` where it is set, else keys of this data folder's own, made once and readable by its owner alone: cookies
 * of the last run are worth as much in this one.
 * @returns as `parseKeyRing` reads it
 */
export const cookieKeys = async (environment: Environment, dataDir: string): Promise<string> => {
  const given = environment.COOKIE_KEYS;
  if (given !== undefined && given !== '') return given;
  const path = join(dataDir, FILE);
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const keys = randomBytes(KEY_BYTES).toString('base64url');
  // Under another name first: a crash must not leave half a key behind.
  const draft = `${path}.${process.pid}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${keys}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return keys;
};
