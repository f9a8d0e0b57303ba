import { isIP, isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { truncateAddress } from '../../../src/domain/metadata/address.ts';
import { hostileText } from './hostileText.ts';

test.each([
  ['203.0.113.77', '203.0.113.0'],
  [' 203.0.113.77 ', '203.0.113.0'],
  ['203.0.113.77:46532', '203.0.113.0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
  ['2001:0DB8:0001:0002::', '2001:db8:1::'],
  ['2001:db8:1:2:3:4:5:6:46532', '2001:db8:1::'],
  ['2001:db8:1::6:46532', '2001:db8:1::'],
  ['2001:db8::1:443', '2001:db8::'],
  ['[2001:db8:1::6]:46532', '2001:db8:1::'],
  ['[2001:db8:1::6]', '2001:db8:1::'],
  ['fe80::1%eth0', 'fe80::'],
  ['::1', '::'],
  ['::ffff:203.0.113.77', '203.0.113.0'],
  ['::ffff:203.0.113.77:46532', '203.0.113.0'],
  ['::ffff:cb00:714d', '203.0.113.0'],
])('%j is truncated to %j', (address, network) => {
  expect(truncateAddress(address)).toBe(network);
});

test('the IPv4 address inside a 6to4 address loses its last byte as well', () => {
  expect(truncateAddress('2002:cb00:714d:1::1')).toBe('2002:cb00:7100::');
});

test.each([
  undefined,
  '',
  'unknown',
  '127.1',
  '0x7f000001',
  '1.2.3',
  '1.2.3.256',
  '1.2.3.4, 5.6.7.8',
  '1.2.3.4:',
  '[1.2.3.4',
  '2001:db8:::a',
  '1:2:3:4:5:6:7:8:9:10',
  ':'.repeat(10_000),
])('%j is no address', (address) => {
  expect(truncateAddress(address)).toBeUndefined();
});

const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });

test('what Node takes for no address, with a port or without, is none', () => {
  const bits = fc.constantFrom(
    '0',
    '1',
    'ff',
    '2001',
    '99999',
    ':',
    ':',
    ':',
    '::',
    '.',
    '1.2.3.4',
    '[',
    ']',
    '%a',
    ' ',
  );
  const almost = fc.array(bits, { minLength: 2, maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(almost, (text) => {
      const address = text.trim().replace(/^\[(.*)\](?::\d+)?$/, '$1');
      const known = [address, address.replace(/:\d+$/, '')].some((form) => isIP(form) !== 0);
      if (!known) expect(truncateAddress(text)).toBeUndefined();
    }),
    { numRuns: 5_000 },
  );
});

test('two IPv4 addresses that differ in their last byte look alike', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.nat(255), port, (address, host, portNumber) => {
      const network = address.slice(0, address.lastIndexOf('.'));
      const suffix = portNumber === undefined ? '' : `:${portNumber}`;
      expect(truncateAddress(`${network}.${host}${suffix}`)).toBe(`${network}.0`);
    }),
  );
});

test('two IPv6 addresses that differ in their last 80 bits look alike', () => {
  const group = fc.integer({ min: 1, max: 0xffff }).map((value) => value.toString(16));
  const groups = (count: number) => fc.array(group, { minLength: count, maxLength: count });
  fc.assert(
    fc.property(groups(3), groups(5), port, (site, host, portNumber) => {
      fc.pre(site[0] !== '2002');
      const suffix = portNumber === undefined ? '' : `:${portNumber}`;
      expect(truncateAddress(`${[...site, ...host].join(':')}${suffix}`)).toBe(`${site.join(':')}::`);
    }),
  );
});

test('whatever comes, the answer is a network, whose network is itself, or nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4Extended(), fc.ipV6(), hostileText), (text) => {
      const network = truncateAddress(text);
      if (network === undefined) return;
      expect(isIPv4(network) ? network.endsWith('.0') : isIPv6(network) && network.endsWith('::')).toBe(true);
      expect(truncateAddress(network)).toBe(network);
    }),
  );
});
