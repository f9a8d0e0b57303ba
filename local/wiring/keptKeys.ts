import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Environment } from '../../src/config/environment.ts';
import { readPrivateFile, writePrivateFile } from './privateFile.ts';

const KEY_BYTES = 32;

/**
 * Keys from the environment where they are set, else keys of this data folder's own, made once and readable by its owner alone:
 * what was signed in the last run is worth as much in this one.
 * @returns as `parseKeyRing` reads it
 */
export const keptKeys = async (
  environment: Environment,
  dataDir: string,
  { variable, file }: { readonly variable: string; readonly file: string },
): Promise<string> => {
  const given = environment[variable];
  if (given !== undefined && given !== '') return given;
  const path = join(dataDir, file);
  const kept = await readPrivateFile(path);
  if (kept !== undefined) return kept.trim();
  const keys = randomBytes(KEY_BYTES).toString('base64url');
  await writePrivateFile(path, `${keys}\n`);
  return keys;
};
