import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { BackupFault } from '../../local/backup/BackupFault.ts';
import { backUp } from '../../local/backup/backUp.ts';
import { openStoppedFolder } from '../../local/backup/openStoppedFolder.ts';
import { readBackup } from '../../local/backup/readBackup.ts';
import { restore } from '../../local/backup/restore.ts';
import { openLocalTable } from '../../local/wiring/openLocalTable.ts';
import { keyOf } from '../../src/adapters/dynamodb/attributes.ts';
import { saltKey } from '../../src/adapters/dynamodb/itemKeys.ts';
import type { SiteId } from '../../src/domain/ids.ts';
import type { LocalDate } from '../../src/domain/time/localDate.ts';
import { runCommand } from '../bin/runCommand.ts';
import { freePort } from '../servers/process.ts';
import { temporaryDataDir } from '../support/temporaryDataDir.ts';
import { keptLog } from '../support/testShop.ts';
import { fillFolder } from './damagedFolder.ts';
import { faultsOfFolder } from './faultsOfFolder.ts';
import { footfallProcess } from './footfallProcess.ts';
import { settle } from './killedRounds.ts';
import { persistentLoad } from './persistentLoad.ts';

let parent: string;
let stopped: string;
let file: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'footfall-backup-'));
  stopped = join(parent, 'stopped');
  file = join(parent, 'file');
  await fillFolder(stopped);
  return () => rm(parent, { recursive: true });
});

const backup = (dataDir: string, to: string) => runCommand('backup', ['--to', to], { DATA_DIR: dataDir });
const restored = (from: string, dataDir: string) =>
  runCommand('restore', ['--from', from], { DATA_DIR: dataDir });

/** The lines of a command's table: a part, how many entries, their hash. */
const partsIn = (stdout: string): string[] =>
  stdout.split('\n').filter((line) => /^ {2}\S+ +\d+ {2}[0-9a-f]{64}$/.test(line));

describe('npm run backup and restore', () => {
  test('a stopped folder comes back, part by part the same, and again the same', async () => {
    const backedUp = await backup(stopped, file);
    expect(backedUp).toMatchObject({ code: 0, stderr: '' });
    const parts = partsIn(backedUp.stdout);
    const counts = Object.fromEntries(parts.map((line) => line.trim().split(/ +/).slice(0, 2)));
    expect(counts).toMatchObject({
      files: '4',
      'record/sessions': '5',
      'record/session_events': expect.any(String),
    });

    const again = join(parent, 'restored');
    const { code, stdout, stderr } = await restored(file, again);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(partsIn(stdout)).toEqual(parts);
    for (const name of ['cookie-keys', 'staff.json'])
      expect(await readFile(join(again, name))).toEqual(await readFile(join(stopped, name)));
    const second = await backup(again, join(parent, 'second'));
    expect(partsIn(second.stdout)).toEqual(parts);
  }, 60_000);

  test('a backup of a server under load holds all that was acknowledged before, each once', async () => {
    const [dataDir, target] = [await temporaryDataDir(), join(await temporaryDataDir(), 'restored')];
    const run = footfallProcess({ dataDir, port: await freePort() });
    onTestFinished(() => void run.child.kill('SIGKILL'));
    expect(await run.ready).toBe(true);
    const load = persistentLoad(run.url, { browsers: 6, customers: 1, product: 'red-runners' });
    while (load.acknowledged.orders.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const before = structuredClone(load.acknowledged);
    const to = join(await temporaryDataDir(), 'backup');
    expect(await backup(dataDir, to)).toMatchObject({ code: 0, stderr: '' });
    await load.stop();
    run.child.kill('SIGKILL');
    await run.ended;
    expect(load.acknowledged.events.length).toBeGreaterThan(before.events.length);

    expect(await restored(to, target)).toMatchObject({ code: 0, stderr: '' });
    await settle(target);
    expect(await faultsOfFolder(target, before)).toEqual([]);
  }, 120_000);

  test('nothing is overwritten, and what cannot be is said in a sentence', async () => {
    const dir = await temporaryDataDir();
    const there = join(dir, 'there');
    await writeFile(there, 'mine');
    expect(await backup(stopped, there)).toMatchObject({ code: 1, stderr: `${there} is there already.\n` });
    expect(await readFile(there, 'utf8')).toBe('mine');
    expect(await backup(join(dir, 'missing'), join(dir, 'b'))).toMatchObject({
      code: 1,
      stderr: `There is nothing at ${join(dir, 'missing')}: set DATA_DIR.\n`,
    });
    const full = await restored(there, dir);
    expect(full.code).toBe(1);
    expect(full.stderr).toContain(`${dir} is not empty`);
    const none = await restored(there, join(dir, 'new'));
    expect(none).toMatchObject({ code: 1, stderr: `${there} is no backup of Footfall’s, or was changed.\n` });
    expect(await readdir(dir)).toEqual(['there']);
  }, 60_000);

  test('a backup is not written into the folder that it is of, by whatever name', async () => {
    const link = join(await temporaryDataDir(), 'link');
    await symlink(stopped, link);
    for (const inside of [join(stopped, 'mine'), join(stopped, 'record', 'mine'), join(link, 'mine')]) {
      const { code, stderr } = await backup(stopped, inside);
      expect(code).toBe(1);
      expect(stderr).toBe(
        `${inside} is in the data folder itself: choose a place that does not go with it.\n`,
      );
    }
    const beside = `${stopped}..footfall`;
    expect(await backup(stopped, beside)).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  test('what is not the folder’s own stays out of a backup', async () => {
    const dataDir = await temporaryDataDir();
    await cp(stopped, dataDir, { recursive: true });
    for (const name of ['notes.txt', 'old.footfall', 'old.footfall.part', 'staff.json.4711'])
      await writeFile(join(dataDir, name), 'x');
    const { stdout } = await backup(dataDir, join(await temporaryDataDir(), 'backup'));
    expect(partsIn(stdout).find((line) => line.includes('files'))).toMatch(/^ {2}files +4 /);
  }, 60_000);
});

describe('a backup’s file', () => {
  const made = async () => {
    const to = join(await temporaryDataDir(), 'backup');
    const sources = await openStoppedFolder({}, { dataDir: stopped, log: keptLog() });
    try {
      await backUp(sources, { to, nowMs: 1, onProgress: () => undefined });
    } finally {
      await sources.close();
    }
    return to;
  };

  test('is refused where a byte of it is another, is missing at its end, or is too many', async () => {
    const to = await made();
    const whole = await readFile(to);
    const { head, parts } = await readBackup(to, async () => undefined);
    expect(head).toMatchObject({ madeAtMs: 1, leftOut: [] });
    expect(parts.length).toBeGreaterThan(5);
    const damage = fc.oneof(
      fc.record({ at: fc.nat(whole.length - 1), mask: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ length: fc.nat(whole.length - 1) }),
      fc.record({ more: fc.uint8Array({ minLength: 1, maxLength: 40 }) }),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const bytes = Buffer.from(whole);
        if ('at' in how) bytes.writeUInt8(bytes.readUInt8(how.at) ^ how.mask, how.at);
        const damaged = 'length' in how ? bytes.subarray(0, how.length) : bytes;
        await writeFile(to, 'more' in how ? Buffer.concat([damaged, how.more]) : damaged);
        await expect(readBackup(to, async () => undefined)).rejects.toBeInstanceOf(BackupFault);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  test('leaves nothing behind where it turns out to be changed', async () => {
    const to = await made();
    const bytes = await readFile(to);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100);
    await writeFile(to, bytes);
    const dir = await temporaryDataDir();
    const restoring = restore({
      from: to,
      dataDir: join(dir, 'new'),
      log: keptLog(),
      onProgress: () => undefined,
    });
    await expect(restoring).rejects.toBeInstanceOf(BackupFault);
    expect(await readdir(dir)).toEqual([]);
  });

  test('is not restored where a folder cannot be replaced, or one is in the way, and that is said before the work', async () => {
    const dir = await temporaryDataDir();
    const [target, link] = [join(dir, 'target'), join(dir, 'link')];
    await mkdir(target);
    await symlink(target, link);
    const entries: number[] = [];
    const restoring = (dataDir: string) =>
      restore({ from: file, dataDir, log: keptLog(), onProgress: (count) => entries.push(count) });
    await expect(restoring(link)).rejects.toThrow(/cannot be replaced by what is restored \(ENOTDIR/);

    const inTheWay = `${target}.restoring`;
    await mkdir(inTheWay);
    await writeFile(join(inTheWay, 'mine'), 'mine');
    await expect(restoring(target)).rejects.toThrow(`${inTheWay} is in the way`);
    expect(entries).toEqual([]);
    expect((await readdir(dir)).sort()).toEqual(['link', 'target', 'target.restoring']);
    expect(await readdir(inTheWay)).toEqual(['mine']);
  });

  test('is restored over what a killed restore left, into a folder that is empty', async () => {
    const dir = await temporaryDataDir();
    const target = join(dir, 'target');
    await mkdir(target);
    await mkdir(`${target}.restoring`);
    for (const left of ['restoring', 'cookie-keys']) await writeFile(join(`${target}.restoring`, left), '');
    const to = await made();
    const bytes = await readFile(to);
    const restoring = () =>
      restore({ from: to, dataDir: target, log: keptLog(), onProgress: () => undefined });
    await writeFile(to, bytes.subarray(0, -1));
    await expect(restoring()).rejects.toBeInstanceOf(BackupFault);
    expect([await readdir(dir), await readdir(target)]).toEqual([['target'], []]);
    await writeFile(to, bytes);
    await restoring();
    expect(await readdir(dir)).toEqual(['target']);
    expect((await readdir(target)).sort()).toEqual(
      (await readdir(stopped)).filter((name) => name !== 'control.json').sort(),
    );
  });

  test('remembers no daily salt, and says what is elsewhere', async () => {
    const dataDir = await temporaryDataDir();
    const table = await openLocalTable({ dataDir, log: keptLog() });
    const salt = keyOf(saltKey('shop' as SiteId, '2026-11-23' as LocalDate));
    for (const key of [salt, { pk: { S: 'p' }, sk: { S: 's' } }])
      await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: key }));
    await table.close();
    const sources = await openStoppedFolder(
      { MONGODB_URI: 'mongodb://elsewhere' },
      { dataDir, log: keptLog() },
    );
    const to = join(await temporaryDataDir(), 'backup');
    const { parts, leftOut } = await backUp(sources, { to, nowMs: 1, onProgress: () => undefined });
    await sources.close();
    expect(parts).toMatchObject([{ part: 'metrics', entries: 1 }]);
    expect(leftOut).toEqual(['the record, which is in MongoDB']);
  });
});
