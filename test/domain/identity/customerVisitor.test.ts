import { expect, it } from 'vitest';
import { isMadeForCustomer, visitorOfCustomer } from '../../../src/domain/identity/customerVisitor.ts';
import { secretKey } from '../../../src/domain/identity/keyedHash.ts';
import type { CustomerId, SiteId, VisitorId } from '../../../src/domain/ids.ts';

const KEY = secretKey('k'.repeat(32));
const visitorOf = (site: string, customer: string, key = KEY) =>
  visitorOfCustomer(key, site as SiteId, customer as CustomerId);

it('a visitor made for a customer has the form of a UUID v8 (RFC 9562, section 5.8), by which it is known', () => {
  expect(visitorOf('shop', 'c1')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(isMadeForCustomer(visitorOf('shop', 'c1'))).toBe(true);
  expect(isMadeForCustomer('88888888-8888-4888-8888-888888888888' as VisitorId)).toBe(false);
});

it('is the same whoever makes it, and of one customer of one site alone', () => {
  expect(visitorOf('shop', 'c1')).toBe(visitorOf('shop', 'c1'));
  const all = [
    visitorOf('shop', 'c1'),
    visitorOf('shop', 'c2'),
    visitorOf('other', 'c1'),
    visitorOf('shop', 'c1', secretKey('l'.repeat(32))),
  ];
  expect(new Set(all).size).toBe(all.length);
});
