import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import type { Environment } from '../../src/config/environment.ts';
import { checkedPasswordHash, hashPassword, verifyPassword } from '../../src/passwords/passwordHash.ts';
import { readPrivateFile, writePrivateFile } from './privateFile.ts';

export const STAFF_FILE = 'staff.json';
const TOKEN_BYTES = 32;
/** Letters and digits that nobody takes for each other (Crockford's base 32). */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const PASSWORD_GROUPS = 4;
const GROUP_LENGTH = 5;

/** With what the shop's staff come in. */
export interface StaffCredentials {
  readonly passwordHash: string;
  readonly token: string;
  /** What may be shown at the start: what was made here. Absent is what somebody has chosen, who knows it. */
  readonly shown: { readonly password?: string; readonly token?: string };
}

/** What the data folder keeps. A chosen password only as its hash; one that was made here also as it is, to be shown again. */
interface Kept {
  readonly passwordHash?: string;
  readonly password?: string;
  readonly token?: string;
}

const madePassword = (): string =>
  Array.from({ length: PASSWORD_GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');

const readKept = async (path: string): Promise<Kept> => {
  const text = await readPrivateFile(path);
  if (text === undefined) return {};
  try {
    return Object(JSON.parse(text));
  } catch (cause) {
    throw new ConfigurationError(`${path} is damaged: delete it, and another password is made.`, { cause });
  }
};

type Password = Pick<Kept, 'password'> & { readonly passwordHash: string };

const passwordOf = async (given: string | undefined, kept: Kept): Promise<Password> => {
  const hash = kept.passwordHash === undefined ? undefined : checkedPasswordHash(kept.passwordHash);
  if (given) {
    const isKept = hash !== undefined && (await verifyPassword(given, hash));
    return { passwordHash: isKept ? hash : await hashPassword(given) };
  }
  if (hash !== undefined) {
    return { passwordHash: hash, ...(kept.password === undefined ? {} : { password: kept.password }) };
  }
  const password = madePassword();
  return { password, passwordHash: await hashPassword(password) };
};

/**
 * `ADMIN_PASSWORD` and `ADMIN_TOKEN` where they are set. Else those of this data folder, made once and readable by its owner
 * alone, so that they can be shown at each start; a password that was once given by `ADMIN_PASSWORD` goes on as well, of which
 * only the hash is known.
 * @throws ConfigurationError where what is kept is damaged
 */
export const staffCredentials = async (
  environment: Environment,
  dataDir: string,
): Promise<StaffCredentials> => {
  const path = join(dataDir, STAFF_FILE);
  const kept = await readKept(path);
  const { passwordHash, password } = await passwordOf(environment.ADMIN_PASSWORD, kept);
  const token = environment.ADMIN_TOKEN
    ? undefined
    : (kept.token ?? randomBytes(TOKEN_BYTES).toString('base64url'));

  const shown = {
    ...(password === undefined ? {} : { password }),
    ...(token === undefined ? {} : { token }),
  };
  const keeps: Kept = { passwordHash, ...(kept.token === undefined ? {} : { token: kept.token }), ...shown };
  if (JSON.stringify(keeps) !== JSON.stringify(kept)) {
    await writePrivateFile(path, `${JSON.stringify(keeps)}\n`);
  }
  return { passwordHash, token: environment.ADMIN_TOKEN || (token ?? ''), shown };
};
