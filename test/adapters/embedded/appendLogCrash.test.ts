import type { FileHandle } from 'node:fs/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LogUnusable } from '../../../src/adapters/embedded/logErrors.ts';
import { openLogIn, payloads, recordsIn } from './logFiles.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

const disk = vi.hoisted(() => ({
  /** Operations until the disk fails: all from then on, or that one alone. */
  operationsLeft: Number.POSITIVE_INFINITY,
  failsForGood: true,
  handles: [] as FileHandle[],
  writes: 0,
}));

const failure = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const isDown = (): boolean => {
    disk.operationsLeft -= 1;
    return disk.failsForGood ? disk.operationsLeft < 0 : disk.operationsLeft === -1;
  };
  const guarded =
    <A extends unknown[], R>(operation: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (isDown()) throw failure();
      return operation(...args);
    };
  const open = async (...args: Parameters<typeof real.open>) => {
    const handle = await real.open(...args);
    disk.handles.push(handle);
    const { sync, datasync, truncate } = handle;
    const writeBytes: typeof handle.write = handle.write.bind(handle);
    handle.sync = guarded(sync.bind(handle));
    handle.datasync = guarded(datasync.bind(handle));
    handle.truncate = guarded(truncate.bind(handle));
    handle.write = (async (bytes: Buffer, offset: number, length: number, position: number) => {
      disk.writes += 1;
      if (!isDown()) return writeBytes(bytes, offset, length, position);
      await writeBytes(bytes, offset, Math.ceil(length / 2), position);
      throw failure();
    }) as typeof handle.write;
    return handle;
  };
  return { ...real, open: guarded(open), rename: guarded(real.rename) };
});

const repairDisk = async () => {
  Object.assign(disk, { operationsLeft: Number.POSITIVE_INFINITY, failsForGood: true });
  for (const handle of disk.handles.splice(0)) await handle.close().catch(() => undefined);
};
afterEach(repairDisk);

const failAfter = (operations: number, failsForGood = true) =>
  Object.assign(disk, { operationsLeft: operations, failsForGood });

describe('a log on a failing disk', () => {
  test('shares one write among the appends that wait', () =>
    withTemporaryFolder(async (dir) => {
      const { log } = await openLogIn(dir);
      disk.writes = 0;
      await Promise.all(Array.from({ length: 100 }, (_, at) => log.append(payloads(`${at}`))));
      expect(disk.writes).toBe(1);
      await log.close();
    }));

  test('rejects all callers of a failed write, and every append after it, with the cause', () =>
    withTemporaryFolder(async (dir) => {
      for (const sync of ['write', 'fsync'] as const) {
        const { log } = await openLogIn(dir, sync);
        await log.append(payloads('kept'));
        failAfter(sync === 'write' ? 0 : 1, false);
        const results = await Promise.allSettled([
          log.append(payloads('a')),
          log.append(payloads('b')),
          log.rewrite(payloads('c')),
        ]);
        results.push(...(await Promise.allSettled([log.append(payloads('d'))])));
        for (const result of results) {
          const reason = result.status === 'rejected' ? result.reason : undefined;
          expect(reason).toBeInstanceOf(LogUnusable);
          expect(reason).toMatchObject({ cause: { code: 'ENOSPC' } });
        }
        await log.close();
        await repairDisk();
        const { records } = await recordsIn(dir);
        expect(records.filter((record) => record === 'kept')).toHaveLength(sync === 'write' ? 1 : 2);
        expect(records).not.toContain('d');
      }
    }));

  test('stays usable where a rewrite fails before it takes effect', () =>
    withTemporaryFolder(async (dir) => {
      const { log } = await openLogIn(dir);
      await log.append(payloads('old'));
      failAfter(2, false);
      await expect(log.rewrite(payloads('new'))).rejects.toMatchObject({
        name: 'LogRewriteFailed',
        cause: { code: 'ENOSPC' },
      });
      await log.append(payloads('more'));
      await log.close();
      expect((await recordsIn(dir)).records).toEqual(['old', 'more']);
    }));

  test('is the old one or the new one, whole, wherever a rewrite is cut short', async () => {
    const seen = new Set<string>();
    for (let operations = 0; operations < 10; operations++)
      await withTemporaryFolder(async (dir) => {
        const { log } = await openLogIn(dir);
        await log.append(payloads('old', 'older'));
        failAfter(operations);
        const [rewrite, append] = await Promise.allSettled([
          log.rewrite(payloads('new')),
          log.append(payloads('after')),
        ]);
        await repairDisk();
        const found = (await recordsIn(dir)).records.join();
        if (append?.status === 'fulfilled') expect(found).toBe('new,after');
        else if (rewrite?.status === 'fulfilled') expect(found).toBe('new');
        else expect(['old,older', 'new']).toContain(found);
        seen.add(found);
      });
    expect([...seen].sort()).toEqual(['new', 'new,after', 'old,older']);
  });

  test('is made whole or not at all', async () => {
    for (let operations = 0; operations < 6; operations++)
      await withTemporaryFolder(async (dir) => {
        failAfter(operations);
        await openLogIn(dir).catch((error) => expect(error).toMatchObject({ code: 'ENOSPC' }));
        await repairDisk();
        expect(await recordsIn(dir)).toEqual({ records: [], repairs: [] });
      });
  });
});
