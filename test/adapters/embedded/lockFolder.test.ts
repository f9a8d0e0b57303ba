import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FolderLocked, lockFolder } from '../../../src/adapters/embedded/lockFolder.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

/** The id of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('a folder lock', () => {
  test('refuses a second holder, names the first, and leaves nothing behind when released', () =>
    withTemporaryFolder(async (dir) => {
      const lock = await lockFolder(dir);
      const second = lockFolder(dir);
      await expect(second).rejects.toThrow(FolderLocked);
      await expect(second).rejects.toMatchObject({ pid: process.pid });
      expect(await readdir(dir)).toEqual(['lock']);
      await lock.release();
      await lock.release();
      expect(await readdir(dir)).toEqual([]);
      await (await lockFolder(dir)).release();
    }));

  test('is taken over from a process that has ended, and by one only', () =>
    withTemporaryFolder(async (dir) => {
      for (let round = 0; round < 20; round++) {
        await writeFile(join(dir, 'lock'), `${deadPid()} - stale`);
        const results = await Promise.allSettled([lockFolder(dir), lockFolder(dir)]);
        const held = results.filter((result) => result.status === 'fulfilled');
        expect(held).toHaveLength(1);
        expect(await readdir(dir)).toEqual(['lock']);
        for (const { value } of held) await value.release();
      }
    }));

  test.runIf(process.platform === 'linux')(
    'is taken over where its process id belongs to another process by now',
    () =>
      withTemporaryFolder(async (dir) => {
        const lock = await lockFolder(dir);
        const [pid, start] = (await readFile(join(dir, 'lock'), 'utf8')).split(' ');
        await lock.release();
        await writeFile(join(dir, 'lock'), `${pid} 1${start} earlier`);
        await (await lockFolder(dir)).release();
      }),
  );

  test.runIf(process.platform === 'linux')(
    'is taken over from a process that was killed and that nobody has buried yet',
    () =>
      withTemporaryFolder(async (dir) => {
        // The shell becomes a program that does not wait for its child, before the child has ended: the shell itself would.
        const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 30']);
        try {
          const [first] = await once(parent.stdout, 'data');
          const pid = Number(String(first));
          const isDead = () => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
          while (!isDead()) await new Promise((resolve) => setTimeout(resolve, 10));
          await writeFile(join(dir, 'lock'), `${pid} - killed`);
          await (await lockFolder(dir)).release();
        } finally {
          parent.kill('SIGKILL');
        }
      }),
  );

  test('is taken over where its file makes no sense', () =>
    withTemporaryFolder(async (dir) => {
      for (const content of ['', 'nonsense', '-1 - x', '0 - x']) {
        await writeFile(join(dir, 'lock'), content);
        await (await lockFolder(dir)).release();
      }
    }));
});
