import { expect, test } from 'vitest';
import { KNOWN_SITES, knownSiteOf } from '../../../src/domain/metadata/knownSites.ts';

test('no name and no host belongs to two sites', () => {
  const keys = KNOWN_SITES.flatMap(({ name, aliases = [], hosts }) => [
    ...new Set([name, ...aliases]),
    ...hosts.map((host) => `host ${host}`),
  ]);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test.each(KNOWN_SITES)('$name is found by its names and hosts', (site) => {
  const hosts = site.hosts.map((host) => host.replace(/^\*\./, 'a.b.').replace(/\.\*$/, '.co.uk'));
  for (const source of [site.name, ...(site.aliases ?? []), ...hosts]) {
    expect(knownSiteOf(source), source).toBe(site);
    expect(knownSiteOf(source.toUpperCase()), source).toBe(site);
  }
});

test.each([
  '',
  '.',
  'com',
  'google.',
  'mygoogle.com',
  'google.com.evil.example',
  '__proto__',
  '.'.repeat(200),
])('%j is no known site', (source) => {
  expect(knownSiteOf(source)).toBeUndefined();
});
