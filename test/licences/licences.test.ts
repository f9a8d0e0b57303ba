import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { licenceFaults } from '../../bin/licences/licenceFaults.ts';
import { runCommand } from '../bin/runCommand.ts';

const lock = async () =>
  JSON.parse(await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8')).packages;

describe('licences', () => {
  it('are permissive in the whole tree', async () => {
    const { code, stdout, stderr } = await runCommand('licences', []);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d{3,} packages, all under permissive licences\.\n$/);
    expect(code).toBe(0);
  });

  it('of a package that is shipped are never copyleft, whatever its dependants are', async () => {
    const tree = await lock();
    expect(tree['node_modules/ua-parser-js']?.version).toMatch(/^1\.0\./);
    const changed = {
      ...tree,
      'node_modules/ua-parser-js': { version: '2.0.0', license: 'AGPL-3.0-or-later' },
      'node_modules/mongodb/node_modules/axe-core': { version: '1.0.0', license: 'MPL-2.0' },
    };
    expect(licenceFaults(changed)).toEqual([
      'ua-parser-js@2.0.0: AGPL-3.0-or-later',
      'axe-core@1.0.0: MPL-2.0',
    ]);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['(MIT AND Zlib)', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-2.0-only OR AGPL-3.0-only', false],
    ['SEE LICENSE IN LICENSE', false],
    ['UNLICENSED', false],
    [undefined, false],
  ])('that say %s are permissive: %s', (license, permissive) => {
    const locked = license === undefined ? { version: '1.0.0' } : { version: '1.0.0', license };
    expect(licenceFaults({ '': {}, 'node_modules/one': locked }).length === 0).toBe(permissive);
  });

  it('of a tool may be the MPL where it is one of the named', () => {
    const tool = { version: '1.0.0', license: 'MPL-2.0', dev: true };
    expect(licenceFaults({ 'node_modules/lightningcss-linux-x64-gnu': tool })).toEqual([]);
    expect(licenceFaults({ 'node_modules/another': tool })).toHaveLength(1);
  });
});
