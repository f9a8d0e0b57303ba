import { describe, expect, it } from 'vitest';
import { openCookie } from '../../../src/domain/cookies/openCookie.ts';
import { type KeyRing, signValue, verifyValue } from '../../../src/domain/cookies/signedValue.ts';
import { secretKey } from '../../../src/domain/identity/keyedHash.ts';

const newRing = (): KeyRing => [secretKey('k'.repeat(32))];
const signed = (ring: KeyRing, text: string, name = 'c') =>
  signValue(ring, name, Buffer.from(text).toString('base64url'));

describe('a cookie that is opened', () => {
  it.each([
    ['a text', '"v"'],
    ['a number', '7'],
    ['nothing', 'null'],
    ['no JSON', '{'],
  ])('is malformed where it holds %s', (_, text) => {
    const ring = newRing();
    expect(openCookie(ring, 'c', signed(ring, text))).toEqual({ ok: false, fault: 'malformed' });
  });

  it('is of a version that may be unknown', () => {
    const ring = newRing();
    expect(openCookie(ring, 'c', signed(ring, '{"v":2}'))).toEqual({ ok: false, fault: 'unknown_version' });
    expect(openCookie(ring, 'c', signed(ring, '[]'))).toEqual({ ok: false, fault: 'unknown_version' });
  });

  it('is remembered by its ring and its name, as the last thousand are', () => {
    const ring = newRing();
    const value = signed(ring, '{"v":1}');
    const opened = openCookie(ring, 'c', value);
    expect(opened).toEqual({ ok: true, payload: { v: 1 }, current: true });
    for (let index = 1; index < 1_000; index++) openCookie(ring, 'c', signed(ring, `{"v":1,"i":${index}}`));
    expect(openCookie(ring, 'c', value)).toBe(opened);
    expect(openCookie(ring, 'other', value)).toEqual({ ok: false, fault: 'forged' });
    openCookie(ring, 'c', signed(ring, '{"v":1,"i":1000}'));
    const again = openCookie(ring, 'c', value);
    expect(again).toEqual(opened);
    expect(again).not.toBe(opened);
  });

  it('pushes nothing out where it is wrong', () => {
    const ring = newRing();
    const value = signed(ring, '{"v":1}');
    const opened = openCookie(ring, 'c', value);
    for (let index = 0; index < 1_001; index++) openCookie(ring, 'c', `${value}${index}`);
    expect(openCookie(ring, 'c', value)).toBe(opened);
  });
});

describe('a signed value', () => {
  it('is of one character or of as many as a value may have', () => {
    const ring = newRing();
    const lengthOf = (payload: string) => signValue(ring, 'c', payload).length;
    const longest = 'a'.repeat(2_048 - lengthOf(''));
    for (const payload of ['a', longest])
      expect(verifyValue(ring, 'c', signValue(ring, 'c', payload))).toEqual({
        valid: true,
        payload,
        current: true,
      });
    for (const payload of ['', `${longest}a`])
      expect(verifyValue(ring, 'c', signValue(ring, 'c', payload))).toEqual({ valid: false });
  });
});
