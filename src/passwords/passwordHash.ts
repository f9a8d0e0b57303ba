import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { ConfigurationError } from '../config/ConfigurationError.ts';

/** What scrypt is asked to do (RFC 7914, section 2). */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP Password Storage Cheat Sheet, "scrypt": 32 MiB and some 150 ms an attempt. */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** What a configured hash may ask of us, so that a slip of the pen takes neither the memory nor the minute. */
const MAX_N = 2 ** 20;
const MAX_R = 32;
const MAX_P = 16;

const FORM = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

interface PasswordHash {
  readonly cost: PasswordCost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const derive = (password: string, salt: Buffer, { cost, bytes }: { cost: ScryptOptions; bytes: number }) =>
  new Promise<Buffer>((resolve, reject) => {
    // Twice what the algorithm says it takes (RFC 7914, section 2); Node's default allows less than that.
    const maxmem = 2 * 128 * (cost.N ?? 1) * (cost.r ?? 1);
    scrypt(password.normalize('NFKC'), salt, bytes, { ...cost, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

const isPowerOfTwo = (value: number): boolean => value > 1 && (value & (value - 1)) === 0;

/**
 * Reads `ADMIN_PASSWORD_HASH`, `scrypt$N$r$p$salt$hash` (both in base64url).
 * @throws ConfigurationError where it is none; the message holds no part of it
 */
const parsePasswordHash = (text: string): PasswordHash => {
  const [, N, r, p, salt = '', hash = ''] = FORM.exec(text) ?? [];
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const within = isPowerOfTwo(cost.N) && cost.N <= MAX_N && cost.r >= 1 && cost.r <= MAX_R && cost.p >= 1;
  if (!within || cost.p > MAX_P) {
    throw new ConfigurationError('ADMIN_PASSWORD_HASH must be "scrypt$N$r$p$salt$hash".');
  }
  return { cost, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
};

const textOf = ({ cost: { N, r, p }, salt, hash }: PasswordHash): string =>
  ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');

/** A password's hash as `ADMIN_PASSWORD_HASH` holds it, `scrypt$N$r$p$salt$hash`; another one each time. */
export const hashPassword = async (password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  return textOf({ cost, salt, hash: await derive(password, salt, { cost, bytes: HASH_BYTES }) });
};

/** A hash of no password, made without work: to verify against it costs what it costs to verify against one of that cost. */
export const hashOfNoPassword = (cost: PasswordCost = PASSWORD_COST): string =>
  textOf({ cost, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES) });

/**
 * Whether it is the password of a hash that {@link hashPassword} made. A wrong one costs as much as the right one.
 * @throws ConfigurationError where the hash is none
 */
export const verifyPassword = async (password: string, passwordHash: string): Promise<boolean> => {
  const { cost, salt, hash } = parsePasswordHash(passwordHash);
  return timingSafeEqual(await derive(password, salt, { cost, bytes: hash.length }), hash);
};

/**
 * Says at the start, not at the first login, that a hash is none.
 * @returns the hash
 * @throws ConfigurationError
 */
export const checkedPasswordHash = (passwordHash: string): string => {
  parsePasswordHash(passwordHash);
  return passwordHash;
};
