import type { KeyRing } from '../domain/cookies/signedValue.ts';
import { secretKey } from '../domain/identity/keyedHash.ts';
import { ConfigurationError } from './ConfigurationError.ts';

/** RFC 2104, section 3: a key shorter than the hash's output weakens it. */
const MIN_KEY_BYTES = 32;

/**
 * `COOKIE_KEYS` and the like: keys separated by commas, newest first.
 * @param variable where they come from, for the message
 * @throws {@link ConfigurationError} where there is none or one is too short; the message holds no key
 */
export const parseKeyRing = (text: string | undefined, variable = 'COOKIE_KEYS'): KeyRing => {
  const keys = (text ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  const [first, ...rest] = keys;
  if (first === undefined) throw new ConfigurationError(`${variable} is missing: give at least one key.`);
  keys.forEach((key, index) => {
    if (Buffer.byteLength(key) < MIN_KEY_BYTES) {
      throw new ConfigurationError(`${variable}: key ${index + 1} has fewer than ${MIN_KEY_BYTES} bytes.`);
    }
  });
  return [secretKey(first), ...rest.map(secretKey)];
};
