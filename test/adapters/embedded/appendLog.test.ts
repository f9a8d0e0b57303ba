import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogCorrupted, LogUnusable } from '../../../src/adapters/embedded/logErrors.ts';
import { MAX_PAYLOAD_BYTES } from '../../../src/adapters/embedded/logFormat.ts';
import { openLogIn, payloads, recordsIn } from './logFiles.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

/** A closed log with these records in it: its bytes, and where each record ends. */
const logOf = async (dir: string, texts: readonly string[]) => {
  const { log, path } = await openLogIn(dir);
  const ends: number[] = [log.size];
  for (const text of texts) {
    await log.append(payloads(text));
    ends.push(log.size);
  }
  await log.close();
  return { path, bytes: await readFile(path), ends };
};

describe('an append-only log', () => {
  test('replays what was appended, in order, empty records and concurrent calls included', () =>
    withTemporaryFolder(async (dir) => {
      const { log, records } = await openLogIn(dir);
      expect(records).toEqual([]);
      await Promise.all([
        log.append(payloads('a', 'b')),
        log.append([]),
        log.append(payloads('', 'c')),
        log.append(payloads('d')),
      ]);
      await log.append(payloads('e'));
      await log.close();
      expect(await recordsIn(dir)).toEqual({ records: ['a', 'b', '', 'c', 'd', 'e'], repairs: [] });
    }));

  test('replays records longer than what it reads at once', () =>
    withTemporaryFolder(async (dir) => {
      const texts = ['x'.repeat(3_000_000), 'y', 'z'.repeat(1_048_576), 'w'];
      await logOf(dir, texts);
      expect(await recordsIn(dir)).toEqual({ records: texts, repairs: [] });
    }));

  test('has the bytes in the file when an append resolves', () =>
    withTemporaryFolder(async (dir) => {
      for (const sync of ['write', 'fsync'] as const) {
        const { log, path } = await openLogIn(dir, sync);
        await log.append(payloads('one'));
        expect((await stat(path)).size).toBe(log.size);
        await log.close();
      }
      expect((await recordsIn(dir)).records).toEqual(['one', 'one']);
    }));

  test('refuses a record that is too long, and nothing else', () =>
    withTemporaryFolder(async (dir) => {
      const { log } = await openLogIn(dir);
      const before = log.append(payloads('before'));
      await expect(log.append([Buffer.alloc(MAX_PAYLOAD_BYTES + 1)])).rejects.toThrow(RangeError);
      await before;
      await log.append(payloads('after'));
      await log.close();
      expect((await recordsIn(dir)).records).toEqual(['before', 'after']);
    }));

  test('refuses appends and rewrites once it is closed', () =>
    withTemporaryFolder(async (dir) => {
      const { log } = await openLogIn(dir);
      const last = log.append(payloads('last'));
      await Promise.all([log.close(), log.close()]);
      await last;
      await expect(log.append(payloads('late'))).rejects.toThrow(LogUnusable);
      await expect(log.rewrite([])).rejects.toThrow(LogUnusable);
      expect((await recordsIn(dir)).records).toEqual(['last']);
    }));

  test('rewrites between the appends before the call and those after it', () =>
    withTemporaryFolder(async (dir) => {
      const { log } = await openLogIn(dir);
      await Promise.all([
        log.append(payloads('old')),
        log.rewrite(payloads('new', 'x'.repeat(2_000_000), 'newer')),
        log.append(payloads('after')),
        log.rewrite(payloads('newest')),
        log.append(payloads('last')),
      ]);
      await log.close();
      expect((await recordsIn(dir)).records).toEqual(['newest', 'last']);
    }));

  test('keeps working where the records of a rewrite fail', () =>
    withTemporaryFolder(async (dir) => {
      const { log } = await openLogIn(dir);
      await log.append(payloads('old'));
      const broken = function* () {
        yield Buffer.from('new');
        throw new Error('no more');
      };
      await expect(log.rewrite(broken())).rejects.toMatchObject({
        name: 'LogRewriteFailed',
        cause: { message: 'no more' },
      });
      await log.append(payloads('more'));
      await log.close();
      expect((await recordsIn(dir)).records).toEqual(['old', 'more']);
    }));
});

describe('a damaged log', () => {
  test('loses a torn last record, of whatever length, with a report, and goes on', () =>
    withTemporaryFolder(async (dir) => {
      const { path, bytes, ends } = await logOf(dir, ['first', 'second', 'the last one']);
      const [, , kept = 0, end = 0] = ends;
      for (let length = kept + 1; length < end; length++) {
        await writeFile(path, bytes.subarray(0, length));
        const { log, records, repairs } = await openLogIn(dir);
        expect(records).toEqual(['first', 'second']);
        expect(repairs).toEqual([{ keptBytes: kept, droppedBytes: length - kept }]);
        await log.append(payloads('next'));
        await log.close();
        expect(await recordsIn(dir)).toEqual({ records: ['first', 'second', 'next'], repairs: [] });
      }
    }));

  test('loses what a power failure left as zeros, with a report', () =>
    withTemporaryFolder(async (dir) => {
      const { path, bytes, ends } = await logOf(dir, ['first', 'second', 'the last one']);
      const [, , kept = 0, end = 0] = ends;
      for (let zeroFrom = kept; zeroFrom <= end; zeroFrom++) {
        const zeroed = Buffer.concat([bytes.subarray(0, zeroFrom), Buffer.alloc(end - zeroFrom + 100)]);
        await writeFile(path, zeroed);
        const { records, repairs } = await recordsIn(dir);
        expect(records.slice(0, 2)).toEqual(['first', 'second']);
        expect(repairs).toHaveLength(1);
        if (zeroFrom === end) expect(records[2]).toBe('the last one');
      }
    }));

  test('is refused where one byte anywhere before the last record is wrong', () =>
    withTemporaryFolder(async (dir) => {
      const { path, bytes, ends } = await logOf(dir, ['first', '', 'second', 'the last one']);
      const lastAt = ends.at(-2) ?? 0;
      for (let at = 0; at < lastAt; at++)
        for (const flip of [0x01, 0x80, 0xff]) {
          const damaged = Buffer.from(bytes);
          damaged.writeUInt8(damaged.readUInt8(at) ^ flip, at);
          await writeFile(path, damaged);
          const opened = recordsIn(dir);
          await expect(opened).rejects.toThrow(LogCorrupted);
          await expect(opened).rejects.toMatchObject({
            path,
            offset: ends.findLast((end) => end <= at) ?? 0,
          });
          expect(await readFile(path)).toEqual(damaged);
        }
    }));

  test('is refused where it is no log, or a newer one', () =>
    withTemporaryFolder(async (dir) => {
      const { path, bytes } = await logOf(dir, []);
      for (const length of [0, 1, bytes.length - 1]) {
        await writeFile(path, bytes.subarray(0, length));
        await expect(recordsIn(dir)).rejects.toThrow(LogCorrupted);
      }
      await writeFile(path, 'some other file, not one of ours');
      await expect(recordsIn(dir)).rejects.toThrow('not a log of ours');
    }));

  test('never loses a record in silence, nor makes one up, whatever range is overwritten', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        (texts, position, noise) =>
          withTemporaryFolder(async (dir) => {
            const { path, bytes } = await logOf(dir, texts);
            const at = position % bytes.length;
            const damaged = Buffer.from(bytes);
            damaged.set(noise.subarray(0, bytes.length - at), at);
            await writeFile(path, damaged);
            try {
              const { records, repairs } = await recordsIn(dir);
              expect(records).toEqual(texts.slice(0, records.length));
              if (records.length < texts.length) expect(repairs).toHaveLength(1);
            } catch (error) {
              expect(error).toBeInstanceOf(LogCorrupted);
            }
          }),
      ),
      { numRuns: 150 },
    ));

  test('takes no payload for a record, though a stranger wrote it to look like one', () =>
    withTemporaryFolder(async (dir) => {
      const inner = await withTemporaryFolder(async (other) => (await logOf(other, ['planted'])).bytes);
      const { log, path } = await openLogIn(dir);
      await log.append(payloads('good'));
      const kept = log.size;
      await log.append([Buffer.concat([inner, inner.subarray(16), Buffer.alloc(50, 1)])]);
      await log.close();
      await truncate(path, log.size - 5);
      expect(await recordsIn(dir)).toMatchObject({ records: ['good'], repairs: [{ keptBytes: kept }] });
    }));

  test('is refused where good records stand behind bytes that reach over the end', () =>
    withTemporaryFolder(async (dir) => {
      const { path, bytes, ends } = await logOf(dir, ['first', 'second', 'third']);
      const damaged = Buffer.from(bytes);
      damaged.writeUInt32LE(1_000, ends[0] ?? 0);
      await writeFile(path, damaged);
      await expect(recordsIn(dir)).rejects.toMatchObject({ name: 'LogCorrupted', offset: ends[0] });
      await writeFile(path, bytes);
      await appendFile(path, 'what somebody else appended, in letters');
      await expect(recordsIn(dir)).rejects.toThrow(LogCorrupted);
    }));
});
