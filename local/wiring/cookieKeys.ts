import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Environment } from '../../src/config/environment.ts';
import { readPrivateFile, writePrivateFile } from './privateFile.ts';

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
  const kept = await readPrivateFile(path);
  if (kept !== undefined) return kept.trim();
  const keys = randomBytes(KEY_BYTES).toString('base64url');
  await writePrivateFile(path, `${keys}\n`);
  return keys;
};
