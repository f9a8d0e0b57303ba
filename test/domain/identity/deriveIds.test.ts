import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  browserOfBot,
  browserOfNonce,
  type Nonce,
  nonceFrom,
  secretOfSession,
  sessionAfter,
  sessionOfBot,
  sessionOfNonce,
} from '../../../src/domain/identity/deriveIds.ts';
import { secretKey } from '../../../src/domain/identity/keyedHash.ts';
import type { BrowserId, SessionId, SiteId } from '../../../src/domain/ids.ts';

const key = secretKey('k'.repeat(32));
const otherKey = secretKey('l'.repeat(32));
/** RFC 9562, section 5.4. */
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const nonce = fc
  .array(fc.integer({ min: 0, max: 15 }), { minLength: 32, maxLength: 32 })
  .map((digits) => digits.map((digit) => digit.toString(16)).join('') as Nonce);
const site = fc.constantFrom('shop', 'shop2', 'hops').map((id) => id as SiteId);
const browser = fc.uuid({ version: 4 }).map((id) => id as BrowserId);
const session = fc.uuid({ version: 4 }).map((id) => id as SessionId);

describe('ids made of a nonce', () => {
  it('are the same for every request that carries the nonce', () => {
    fc.assert(
      fc.property(site, nonce, (ofSite, of) => {
        const made = browserOfNonce(key, ofSite, of);
        expect(browserOfNonce(key, ofSite, of)).toBe(made);
        expect(sessionOfNonce(key, ofSite, made, of)).toBe(sessionOfNonce(key, ofSite, made, of));
      }),
    );
  });

  it('have the form of a UUID v4, as random ones have', () => {
    fc.assert(
      fc.property(site, nonce, session, fc.nat(), (ofSite, of, previous, part) => {
        const made = browserOfNonce(key, ofSite, of);
        for (const id of [
          made,
          sessionOfNonce(key, ofSite, made, of),
          sessionAfter(key, ofSite, made, previous),
          browserOfBot(key, ofSite, part, undefined, undefined),
          sessionOfBot(key, ofSite, made, part),
        ]) {
          expect(id).toMatch(UUID_V4);
        }
      }),
    );
  });

  it('differ as soon as the nonce, the site, the browser or the key does', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(nonce, { minLength: 2, maxLength: 2 }),
        fc.uniqueArray(site, { minLength: 2, maxLength: 2 }),
        fc.uniqueArray(browser, { minLength: 2, maxLength: 2 }),
        ([n1, n2], [s1, s2], [b1, b2]) => {
          const browsers = [
            browserOfNonce(key, s1 as SiteId, n1 as Nonce),
            browserOfNonce(key, s1 as SiteId, n2 as Nonce),
            browserOfNonce(key, s2 as SiteId, n1 as Nonce),
            browserOfNonce(otherKey, s1 as SiteId, n1 as Nonce),
          ];
          const sessions = [
            sessionOfNonce(key, s1 as SiteId, b1 as BrowserId, n1 as Nonce),
            sessionOfNonce(key, s1 as SiteId, b1 as BrowserId, n2 as Nonce),
            sessionOfNonce(key, s1 as SiteId, b2 as BrowserId, n1 as Nonce),
            sessionOfNonce(key, s2 as SiteId, b1 as BrowserId, n1 as Nonce),
            sessionOfNonce(otherKey, s1 as SiteId, b1 as BrowserId, n1 as Nonce),
          ];
          expect(new Set([...browsers, ...sessions]).size).toBe(9);
        },
      ),
    );
  });

  it('tell a browser from a session made of the same nonce, and a session from the one after it', () => {
    fc.assert(
      fc.property(site, nonce, (ofSite, of) => {
        const made = browserOfNonce(key, ofSite, of);
        const first = sessionOfNonce(key, ofSite, made, of);
        const second = sessionAfter(key, ofSite, made, first);
        const third = sessionAfter(key, ofSite, made, second);
        expect(new Set<string>([made, first, second, third]).size).toBe(4);
      }),
    );
  });
});

describe('a nonce', () => {
  it('is 32 hexadecimal digits in lower case, and nothing else is one', () => {
    fc.assert(
      fc.property(nonce, (text) => {
        expect(nonceFrom(text)).toBe(text);
      }),
    );
    for (const text of [
      undefined,
      '',
      'a'.repeat(31),
      'a'.repeat(33),
      'A'.repeat(32),
      `${'a'.repeat(32)}\n`,
    ]) {
      expect(nonceFrom(text)).toBeUndefined();
    }
  });
});

describe("a bot's ids", () => {
  const of = (day: number, address?: string, userAgent?: string) =>
    browserOfBot(key, 'shop' as SiteId, day, address, userAgent);

  it('are those of its day, its network and its user agent', () => {
    expect(of(1, '192.0.2.0', 'x')).toBe(of(1, '192.0.2.0', 'x'));
    const all = [
      of(1, '192.0.2.0', 'x'),
      of(2, '192.0.2.0', 'x'),
      of(1, '192.0.3.0', 'x'),
      of(1, '192.0.2.0', 'y'),
      of(1),
    ];
    expect(new Set(all).size).toBe(5);
  });

  it('give each part of the day a session of its own', () => {
    const bot = of(1, '192.0.2.0', 'x');
    const parts = [0, 1, 2].map((part) => sessionOfBot(key, 'shop' as SiteId, bot, part));
    expect(new Set(parts).size).toBe(3);
  });
});

describe("a session's first secret", () => {
  it('is made of its id under the key, and holds 128 bits', () => {
    fc.assert(
      fc.property(fc.uniqueArray(session, { minLength: 2, maxLength: 2 }), ([one, two]) => {
        const secret = secretOfSession(key, one as SessionId);
        expect(secret).toMatch(/^[\w-]{22}$/);
        expect(secretOfSession(key, one as SessionId)).toBe(secret);
        expect(secretOfSession(key, two as SessionId)).not.toBe(secret);
        expect(secretOfSession(otherKey, one as SessionId)).not.toBe(secret);
      }),
    );
  });
});
