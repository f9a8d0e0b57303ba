import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isListedNetwork } from '../../../src/domain/bots/listedNetwork.ts';
import { truncateAddress } from '../../../src/domain/metadata/address.ts';

const isListed = (address: string | undefined, ...networks: string[]): boolean =>
  isListedNetwork({ address, networks });

it.each([
  ['198.51.100.0', '198.51.100.0/24', true],
  ['198.51.100.0', '198.51.0.0/16', true],
  ['198.51.100.0', '0.0.0.0/0', true],
  ['198.51.101.0', '198.51.100.0/24', false],
  ['2001:db8:1::', '2001:db8::/32', true],
  ['2001:db8:1::', '2001:db8:1:7::/64', true],
  ['2001:db8:2::', '2001:db8:1::/48', false],
  ['2001:db8::', '0.0.0.0/0', false],
  ['198.51.100.0', '::/0', false],
])('an address of %s is in %s: %s', (address, network, expected) => {
  expect(isListed(address, '203.0.113.0/24', network)).toBe(expected);
});

it('a network that is smaller than what is kept of an address lists all of that', () => {
  expect(isListed('198.51.100.0', '198.51.100.77/32')).toBe(true);
  expect(isListed('198.51.101.0', '198.51.100.77/32')).toBe(false);
});

it('an address that is none, or is not known, is in no network', () => {
  for (const address of [undefined, '', 'nonsense']) {
    expect(isListed(address, '0.0.0.0/0', '::/0')).toBe(false);
  }
});

it('without networks nobody is listed', () => {
  expect(isListed('198.51.100.0')).toBe(false);
});

/** `::ffff:192.0.2.1` is an IPv4 address in another dress, and no network of IPv6 lists it. */
const isNoIpV4 = (address: string): boolean => truncateAddress(address)?.includes(':') === true;

it('whoever is in a network is listed by what is kept of the address', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6().filter(isNoIpV4)), fc.nat({ max: 32 }), (address, bits) => {
      expect(isListed(truncateAddress(address), `${address}/${bits}`)).toBe(true);
    }),
  );
});
