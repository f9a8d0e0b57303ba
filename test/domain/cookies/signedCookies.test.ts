import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readSessionCookie,
  readVisitorCookie,
  SESSION_COOKIE,
  type SessionCookie,
  sessionCookieExpiry,
  signSessionCookie,
  signVisitorCookie,
  VISITOR_COOKIE,
} from '../../../src/domain/cookies/cookiePayloads.ts';
import { type KeyRing, signValue, verifyValue } from '../../../src/domain/cookies/signedValue.ts';
import { secretKey } from '../../../src/domain/identity/keyedHash.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../../../src/domain/ids.ts';
import { SESSION_IDLE_MS } from '../../../src/domain/sessions/session.ts';

const NOW = 1_795_348_800_000;
const SITE = 'shop' as SiteId;
const [oldKey, newKey] = [secretKey('o'.repeat(32)), secretKey('n'.repeat(32))];
const ring: KeyRing = [oldKey];

const id = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
const sessionCookie: fc.Arbitrary<SessionCookie> = fc.record({
  site: fc.constant(SITE),
  session: id.map((text) => text as SessionId),
  visitor: id.map((text) => text as VisitorId),
  browser: id.map((text) => text as BrowserId),
  secret: id,
  startedAt: fc.integer({ min: 0, max: NOW }),
});
const EXAMPLE: SessionCookie = {
  site: SITE,
  session: 'e4b5c0f6-0000-4000-8000-000000000001' as SessionId,
  visitor: 'e4b5c0f6-0000-4000-8000-000000000002' as VisitorId,
  browser: 'e4b5c0f6-0000-4000-8000-000000000002' as BrowserId,
  secret: 'jMUHSZnZZ0C0Wwbjh5GIzq',
  startedAt: NOW,
};
const EXPIRY = sessionCookieExpiry(NOW);
const signed = (payload: object, name = SESSION_COOKIE): string =>
  signValue(ring, name, Buffer.from(JSON.stringify(payload)).toString('base64url'));
/** A correctly signed session cookie whose payload says something else. */
const withPayload = (changed: object): string => {
  const { site, session: sid, visitor: vid, browser: b, secret: k, startedAt } = EXAMPLE;
  return signed({ v: 1, site, sid, vid, b, k, startedAt, exp: EXPIRY, ...changed });
};
const read = (value: string, nowMs = NOW, site = SITE) => readSessionCookie(ring, value, site, nowMs);

describe('a session cookie', () => {
  it('says what was signed', () => {
    fc.assert(
      fc.property(sessionCookie, (cookie) => {
        expect(read(signSessionCookie(ring, cookie, EXPIRY))).toEqual({
          ok: true,
          cookie,
          expiresAt: EXPIRY,
          current: true,
        });
      }),
    );
  });

  it('is made of characters that a cookie may hold (RFC 6265, section 4.1.1)', () => {
    fc.assert(
      fc.property(sessionCookie, (cookie) => {
        expect(signSessionCookie(ring, cookie, EXPIRY)).toMatch(/^[\w.-]+$/);
      }),
    );
  });

  it('is refused with any one bit of it flipped', () => {
    const value = signSessionCookie(ring, EXAMPLE, EXPIRY);
    const accepted: string[] = [];
    for (let index = 0; index < value.length; index++) {
      for (let bit = 0; bit < 16; bit++) {
        const flipped = String.fromCharCode(value.charCodeAt(index) ^ (1 << bit));
        const result = read(value.slice(0, index) + flipped + value.slice(index + 1));
        if (result.ok || result.fault !== 'forged') accepted.push(`bit ${bit} of character ${index}`);
      }
    }
    expect(accepted).toEqual([]);
  });

  it('is refused cut short, prolonged or with something before it', () => {
    const value = signSessionCookie(ring, EXAMPLE, EXPIRY);
    fc.assert(
      fc.property(
        fc.nat({ max: value.length - 1 }),
        fc.string({ minLength: 1, maxLength: 50 }),
        (length, more) => {
          for (const forged of [
            value.slice(0, length),
            value.slice(value.length - length),
            value + more,
            more + value,
          ]) {
            expect(read(forged)).toEqual({ ok: false, fault: 'forged' });
          }
        },
      ),
    );
  });

  it('is refused whatever else it is, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (value) => {
        expect(read(value)).toEqual({ ok: false, fault: 'forged' });
      }),
    );
  });

  it('is worth nothing under another key or as the other cookie', () => {
    const value = signSessionCookie(ring, EXAMPLE, EXPIRY);
    expect(readSessionCookie([newKey], value, SITE, NOW)).toEqual({ ok: false, fault: 'forged' });
    expect(readVisitorCookie(ring, value, SITE)).toEqual({ ok: false, fault: 'forged' });
    expect(read(signVisitorCookie(ring, EXAMPLE))).toEqual({ ok: false, fault: 'forged' });
  });

  it('is worth nothing on another site', () => {
    expect(read(withPayload({}), NOW, 'other' as SiteId)).toEqual({ ok: false, fault: 'other_site' });
  });

  it('expires at the instant it was signed for', () => {
    const value = signSessionCookie(ring, EXAMPLE, EXPIRY);
    expect(read(value, EXPIRY - 1).ok).toBe(true);
    expect(read(value, EXPIRY)).toEqual({ ok: false, fault: 'expired' });
  });

  it('lives for 30 minutes, and at most one more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: NOW }), (nowMs) => {
        const lifeMs = sessionCookieExpiry(nowMs) - nowMs;
        expect(lifeMs).toBeGreaterThanOrEqual(SESSION_IDLE_MS);
        expect(lifeMs).toBeLessThan(SESSION_IDLE_MS + 60_000);
      }),
    );
  });

  it.each([
    ['another version', withPayload({ v: 2 }), 'unknown_version'],
    ['no version', withPayload({ v: undefined }), 'unknown_version'],
    ['an empty session id', withPayload({ sid: '' }), 'malformed'],
    ['a number for a visitor', withPayload({ vid: 5 }), 'malformed'],
    ['no browser', withPayload({ b: undefined }), 'malformed'],
    ['no secret', withPayload({ k: undefined }), 'malformed'],
    ['no start', withPayload({ startedAt: undefined }), 'malformed'],
    ['a start that is no instant', withPayload({ startedAt: 1.5 }), 'malformed'],
    ['no expiry', withPayload({ exp: undefined }), 'malformed'],
    ['an endless life', withPayload({ exp: 1e300 }), 'malformed'],
    ['a payload that is no object', signed([] as object).replace(/^/, ''), 'unknown_version'],
    ['a payload that is no JSON', signValue(ring, SESSION_COOKIE, 'abc'), 'malformed'],
    ['a payload that is null', signValue(ring, SESSION_COOKIE, 'bnVsbA'), 'malformed'],
  ])('counts as absent with %s, though signed by us', (_, value, fault) => {
    expect(read(value)).toEqual({ ok: false, fault });
  });
});

describe('a visitor cookie', () => {
  const value = signVisitorCookie(ring, EXAMPLE);

  it('says what was signed', () => {
    expect(readVisitorCookie(ring, value, SITE)).toEqual({
      ok: true,
      cookie: { site: SITE, visitor: EXAMPLE.visitor, browser: EXAMPLE.browser },
      expiresAt: undefined,
      current: true,
    });
  });

  it.each([
    ['on another site', value, 'other' as SiteId, 'other_site'],
    [
      'of another version',
      signed({ v: 2, site: SITE, vid: 'v', b: 'b' }, VISITOR_COOKIE),
      SITE,
      'unknown_version',
    ],
    ['without a browser', signed({ v: 1, site: SITE, vid: 'v' }, VISITOR_COOKIE), SITE, 'malformed'],
    ['that is not signed', 'e4b5c0f6-0000-4000-8000-000000000002', SITE, 'forged'],
  ])('counts as absent %s', (_, sent, site, fault) => {
    expect(readVisitorCookie(ring, sent, site)).toEqual({ ok: false, fault });
  });
});

describe('a ring of keys', () => {
  const rotated: KeyRing = [newKey, oldKey];

  it('still verifies what an old key signed, and says that it is not current', () => {
    const value = signSessionCookie(ring, EXAMPLE, EXPIRY);
    expect(readSessionCookie(rotated, value, SITE, NOW)).toMatchObject({ ok: true, current: false });
    expect(readVisitorCookie(rotated, signVisitorCookie(ring, EXAMPLE), SITE)).toMatchObject({
      ok: true,
      current: false,
    });
  });

  it('signs with its first key', () => {
    const value = signSessionCookie(rotated, EXAMPLE, EXPIRY);
    expect(readSessionCookie([newKey], value, SITE, NOW)).toMatchObject({ ok: true, current: true });
    expect(readSessionCookie([oldKey], value, SITE, NOW)).toEqual({ ok: false, fault: 'forged' });
  });

  it('no longer verifies what a key signed that has left it', () => {
    const value = signSessionCookie(rotated, EXAMPLE, EXPIRY);
    expect(readSessionCookie(ring, value, SITE, NOW)).toEqual({ ok: false, fault: 'forged' });
  });

  it('refuses a value longer than any browser keeps without looking at it', () => {
    const long = signValue(ring, 'session', 'a'.repeat(4_096));
    expect(verifyValue(ring, 'session', long)).toEqual({ valid: false });
  });
});
