import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../bin/rotate/keyRing.ts';
import { parseKeyRing } from '../../src/config/parseKeyRing.ts';
import { readSessionCookie, signSessionCookie } from '../../src/domain/cookies/cookiePayloads.ts';
import type { BrowserId, SessionId, SiteId, VisitorId } from '../../src/domain/ids.ts';
import { describeWith } from '../servers/servers.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { onMinistack } from './onMinistack.ts';
import { runCommand } from './runCommand.ts';

const OLD = 'o'.repeat(43);
const NOW = 1_800_000_000_000;
const SITE = 'shop' as SiteId;

const signedBy = (keys: string): string =>
  signSessionCookie(
    parseKeyRing(keys),
    {
      site: SITE,
      session: '00000000-0000-4000-8000-000000000001' as SessionId,
      visitor: '00000000-0000-4000-8000-000000000002' as VisitorId,
      browser: '00000000-0000-4000-8000-000000000002' as BrowserId,
      secret: 'AAAAAAAAAAAAAAAAAAAAAA',
      startedAt: NOW,
    },
    NOW + 60_000,
  );
const isBelieved = (keys: string, cookie: string): boolean =>
  readSessionCookie(parseKeyRing(keys), cookie, SITE, NOW).ok;

/** What the command showed of the ring, in its order. */
const shown = (stdout: string): string[] =>
  stdout.match(/^ {2}[0-9a-f]{8}/gm)?.map((text) => text.trim()) ?? [];

describe('npm run rotate, on a data folder', () => {
  const folder = async (): Promise<string> => {
    const dir = await temporaryDataDir();
    await writeFile(join(dir, 'cookie-keys'), `${OLD}\n`, { mode: 0o600 });
    return dir;
  };
  const rotate = (dir: string, ...args: readonly string[]) =>
    runCommand('rotate', ['--ring', 'cookie', ...args], { DATA_DIR: dir });
  const kept = async (dir: string): Promise<string> =>
    (await readFile(join(dir, 'cookie-keys'), 'utf8')).trim();

  it('adds, promotes and retires a key, and no cookie is worth less before its own is retired', async () => {
    const dir = await folder();
    const before = signedBy(OLD);

    const added = await rotate(dir, '--add');
    expect(added.stderr).toBe('');
    const [first, fresh] = shown(added.stdout);
    expect(first).toBe(fingerprintOf(OLD));
    expect(isBelieved(await kept(dir), before)).toBe(true);

    await rotate(dir, '--promote', fresh ?? '');
    const promoted = await kept(dir);
    const after = signedBy(promoted);
    expect(isBelieved(OLD, after)).toBe(false);
    expect([before, after].map((cookie) => isBelieved(promoted, cookie))).toEqual([true, true]);

    const retired = await rotate(dir, '--retire', fingerprintOf(OLD));
    expect(shown(retired.stdout)).toEqual([fresh]);
    expect([before, after].map((cookie) => isBelieved(promoted.split(',')[0] ?? '', cookie))).toEqual([
      false,
      true,
    ]);
    expect(await kept(dir)).toBe(promoted.split(',')[0]);
    expect((await stat(join(dir, 'cookie-keys'))).mode & 0o777).toBe(0o600);
  });

  it('changes nothing where a step is done again, or where none is named, and never shows a key', async () => {
    const dir = await folder();
    const fresh = shown((await rotate(dir, '--add', '--first')).stdout)[0] ?? '';
    const ring = await kept(dir);
    expect(ring.split(',')[1]).toBe(OLD);
    const again = await rotate(dir, '--promote', fresh);
    expect(again.stdout).toContain('as it was');
    const listed = await rotate(dir);
    expect(shown(listed.stdout)).toEqual([fresh, fingerprintOf(OLD)]);
    expect(await kept(dir)).toBe(ring);
    for (const key of ring.split(',')) expect(again.stdout + listed.stdout).not.toContain(key);
  });

  it.each([
    [
      ['--retire', fingerprintOf(OLD)],
      `${fingerprintOf(OLD)} is the key that signs: promote another first.\n`,
    ],
    [['--promote', 'abcd1234'], `No key has the fingerprint abcd1234; there are ${fingerprintOf(OLD)}.\n`],
    [['--add', '--retire', 'abcd1234'], /^One step at a time\.\nUsage/],
    [['--first'], /^One step at a time\.\nUsage/],
    [['--secret', 'x'], /^Say which ring\.\nUsage/],
  ])('refuses %j in a sentence, and leaves the ring', async (args, sentence) => {
    const dir = await folder();
    const { code, stderr } = await rotate(dir, ...args);
    expect(code).toBe(1);
    if (typeof sentence === 'string') expect(stderr).toBe(sentence);
    else expect(stderr).toMatch(sentence);
    expect(await kept(dir)).toBe(OLD);
  });

  it('touches nothing that holds an address: another secret was named', async () => {
    const dir = await folder();
    const uri = 'mongodb+srv://shop:hunter2@cluster.example/footfall?appName=footfall-in-production';
    await writeFile(join(dir, 'cookie-keys'), uri);
    for (const args of [[], ['--add']]) {
      const { code, stdout, stderr } = await rotate(dir, ...args);
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: '',
        stderr: 'It holds an address (://), not a ring of keys.\n',
      });
    }
    expect(await kept(dir)).toBe(uri);
  });

  it('says so where there is no such ring, and where there are too many keys', async () => {
    const dir = await folder();
    const none = await runCommand('rotate', ['--ring', 'jwt'], { DATA_DIR: dir });
    expect(none.stderr).toMatch(/^There is no .*jwt-keys: npm start makes it/);
    await writeFile(
      join(dir, 'cookie-keys'),
      Array.from({ length: 8 }, (_, index) => `${index}${OLD}`).join(','),
    );
    expect((await rotate(dir, '--add')).stderr).toBe('There are 8 keys already: retire some first.\n');
  });
});

describeWith(['ministack'], 'npm run rotate, on Secrets Manager', () => {
  const { client, environment } = onMinistack((config) => new SecretsManagerClient(config));
  const rotate = (...args: readonly string[]) => runCommand('rotate', args, environment());

  it('turns the ring of a secret, in three steps', async () => {
    await client().send(new CreateSecretCommand({ Name: 'ring', SecretString: OLD }));
    const stored = async () =>
      (await client().send(new GetSecretValueCommand({ SecretId: 'ring' }))).SecretString ?? '';
    const fresh = shown((await rotate('--secret', 'ring', '--add')).stdout)[1] ?? '';
    expect((await stored()).split(',')[0]).toBe(OLD);
    await rotate('--secret', 'ring', '--promote', fresh);
    expect((await stored()).split(',')[1]).toBe(OLD);
    const { stdout } = await rotate('--secret', 'ring', '--retire', fingerprintOf(OLD));
    expect(stdout).toContain('start them anew');
    expect(fingerprintOf(await stored())).toBe(fresh);
  });

  it('says so where there is no such secret', async () => {
    const { code, stderr } = await rotate('--secret', 'nowhere', '--add');
    expect(code).toBe(1);
    expect(stderr).toBe('There is no secret nowhere in this account and region.\n');
  });
});
