import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/config/ConfigurationError.ts';
import { checkedPasswordHash, hashPassword, verifyPassword } from '../../src/passwords/passwordHash.ts';
import { PASSWORD, PASSWORD_HASH } from '../analytics/storedShop.ts';

describe('a password’s hash', () => {
  it('is of that password and of no other, and another one each time', async () => {
    const [one, two] = await Promise.all([hashPassword('pässword'), hashPassword('pässword')]);
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('pässword', one)).toBe(true);
    expect(await verifyPassword('password', one)).toBe(false);
  });

  it('is the same however the keyboard writes an umlaut', async () => {
    const hash = await hashPassword('pa\u0308ssword');
    expect(await verifyPassword('p\u00e4ssword', hash)).toBe(true);
  });

  it('says itself what it cost', async () => {
    expect(await verifyPassword(PASSWORD, PASSWORD_HASH)).toBe(true);
    expect(await verifyPassword(`${PASSWORD} `, PASSWORD_HASH)).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['a password', 'hunter2'],
    ['another algorithm', PASSWORD_HASH.replace('scrypt', 'argon2id')],
    ['a cost that is no power of two', PASSWORD_HASH.replace('$16$', '$15$')],
    ['a cost that takes all memory', PASSWORD_HASH.replace('$16$', '$2097152$')],
    ['no rounds', PASSWORD_HASH.replace('$16$1$1$', '$16$1$0$')],
    ['a part too few', PASSWORD_HASH.slice(0, PASSWORD_HASH.lastIndexOf('$'))],
    ['something behind it', `${PASSWORD_HASH}$x`],
  ])('cannot be %s', (_, text) => {
    expect(() => checkedPasswordHash(text)).toThrow(ConfigurationError);
  });
});
