import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  browserAfterErasure,
  browserOfDay,
  sessionOfHalfHour,
  sessionOfSlot,
  slotOfBrowser,
  slotOfPart,
} from '../../../src/domain/identity/cookielessIds.ts';
import { secretKey } from '../../../src/domain/identity/keyedHash.ts';
import type { SiteId } from '../../../src/domain/ids.ts';

const KEY = secretKey('a'.repeat(32));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SHOP = 'shop' as SiteId;
const seen = {
  site: SHOP,
  salt: new Uint8Array(32),
  address: '198.51.100.0',
  userAgent: 'Mozilla/5.0',
};

describe('the ids of a browser that keeps no cookie', () => {
  it('have the form of a UUID v4, and tell nothing of what they were made of', () => {
    const browser = browserOfDay(KEY, seen);
    const slot = slotOfBrowser(browser);
    for (const id of [
      browser,
      slot,
      slotOfPart(KEY, SHOP, slot, 1),
      sessionOfSlot(KEY, SHOP, slot, 1),
      sessionOfHalfHour(KEY, SHOP, browser, 1),
      browserAfterErasure(KEY, SHOP, browser),
    ])
      expect(id).toMatch(UUID);
  });

  it('are the same for the same, and others where anything differs', () => {
    const browser = browserOfDay(KEY, seen);
    expect(browserOfDay(KEY, { ...seen })).toBe(browser);
    const others = [
      browserOfDay(secretKey('b'.repeat(32)), seen),
      browserOfDay(KEY, { ...seen, site: 'other' as SiteId }),
      browserOfDay(KEY, { ...seen, salt: new Uint8Array(32).fill(1, 31) }),
      browserOfDay(KEY, { ...seen, address: '198.51.101.0' }),
      browserOfDay(KEY, { ...seen, address: undefined }),
      browserOfDay(KEY, { ...seen, userAgent: 'Mozilla/5.1' }),
      browserOfDay(KEY, { ...seen, userAgent: undefined }),
    ];
    expect(new Set([browser, ...others]).size).toBe(8);
  });

  it('name sessions by start, half-hour and browser, never two alike', () => {
    const number = fc.nat();
    fc.assert(
      fc.property(number, number, (one, other) => {
        const browser = browserOfDay(KEY, seen);
        const slot = slotOfBrowser(browser);
        const same = one === other;
        expect(slotOfPart(KEY, SHOP, slot, one) === slotOfPart(KEY, SHOP, slot, other)).toBe(same);
        expect(sessionOfSlot(KEY, SHOP, slot, one) === sessionOfSlot(KEY, SHOP, slot, other)).toBe(same);
        expect(
          sessionOfHalfHour(KEY, SHOP, browser, one) === sessionOfHalfHour(KEY, SHOP, browser, other),
        ).toBe(same);
        expect(String(sessionOfSlot(KEY, SHOP, slot, one))).not.toBe(
          sessionOfHalfHour(KEY, SHOP, browser, one),
        );
      }),
    );
  });
});
