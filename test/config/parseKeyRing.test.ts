import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { signValue, verifyValue } from '../../src/domain/cookies/signedValue.ts';

const [first, second] = ['1'.repeat(32), '2'.repeat(32)];

describe('COOKIE_KEYS', () => {
  it('are a ring, newest first, with spaces around them or not', () => {
    const ring = parseKeyRing(` ${first} ,${second}\n`);
    expect(ring).toHaveLength(2);
    expect(verifyValue(parseKeyRing(first), 'session', signValue(ring, 'session', 'payload')).valid).toBe(
      true,
    );
  });

  it.each([[undefined], [''], [' , ']])('are missing in %j', (text) => {
    expect(() => parseKeyRing(text)).toThrow(
      new ConfigurationError('COOKIE_KEYS is missing: give at least one key.'),
    );
  });

  it('must have 32 bytes each, and a key that is too short is not repeated', () => {
    expect(() => parseKeyRing(`${first},hunter2`)).toThrow(
      new ConfigurationError('COOKIE_KEYS: key 2 has fewer than 32 bytes.'),
    );
    expect(parseKeyRing('é'.repeat(16))).toHaveLength(1);
  });
});
