import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { Environment } from '../../src/config/environment.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { readPrivateFile, writePrivateFile } from './privateFile.ts';

const KEY_BYTES = 32;
/** What a file of keys consists of; a disk's zeros, or half a file of another kind, does not. */
const PRINTABLE = /^[\x20-\x7e]+$/;

/** @throws ConfigurationError that names the file: keys made in its place would make a stranger of every visitor */
const checkedKeys = (kept: string, { path, variable }: { path: string; variable: string }): string => {
  const text = kept.trim();
  try {
    if (!PRINTABLE.test(text)) throw new ConfigurationError('It holds no keys.');
    parseKeyRing(text, variable);
    return text;
  } catch (cause) {
    throw new ConfigurationError(
      `${path} is damaged. ${(cause as Error).message} Put a backup's in its place, or delete it: keys are made anew then, and what was signed before is worth nothing.`,
      { cause },
    );
  }
};

/**
 * Keys from the environment where they are set, else keys of this data folder's own, made once and readable by its owner alone:
 * what was signed in the last run is worth as much in this one.
 * @returns as `parseKeyRing` reads it
 * @throws ConfigurationError where what is kept is damaged
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
  if (kept !== undefined) return checkedKeys(kept, { path, variable });
  const keys = randomBytes(KEY_BYTES).toString('base64url');
  await writePrivateFile(path, `${keys}\n`);
  return keys;
};
