import { type FileHandle, open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Binary, ObjectId } from 'bson';
import { describe, expect, test, vi } from 'vitest';
import { FolderLocked } from '../../../src/adapters/embedded/lockFolder.ts';
import { LogUnusable } from '../../../src/adapters/embedded/logErrors.ts';
import { HEADER_BYTES } from '../../../src/adapters/embedded/logFormat.ts';
import type { EmbeddedDb, LogSizes } from '../../../src/adapters/embedded/openEmbeddedDb.ts';
import type { Document } from '../../../src/adapters/mongodb/driverPart.ts';
import { openDbIn, updateOne, withDb } from './openDb.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

const unordered = { ordered: false };

/** Runs the body while `instead` stands before each write to a file. */
const withWrites = async (
  instead: (write: () => Promise<unknown>) => Promise<unknown>,
  body: () => Promise<void>,
): Promise<void> => {
  const probe = await open(process.execPath);
  const prototype: FileHandle = Object.getPrototypeOf(probe);
  await probe.close();
  const { write } = prototype;
  const spy = vi.spyOn(prototype, 'write').mockImplementation(function (this: FileHandle, ...args) {
    return instead(() => write.apply(this, args)) as ReturnType<FileHandle['write']>;
  });
  try {
    await body();
  } finally {
    spy.mockRestore();
  }
};

describe('the embedded record', () => {
  test('has documents, indexes and collections again when it is opened again', () =>
    withTemporaryFolder(async (dir) => {
      const first = await openDbIn(dir);
      await first.collection('a').createIndexes([{ key: { u: 1 }, unique: true }]);
      await first.collection('a').insertMany([{ _id: 1, u: 'x' }, { _id: 2 }], unordered);
      await first.collection('b').insertMany([{ _id: 1 }], unordered);
      await first.collection('a').deleteMany({ _id: 2 });
      await first.close();
      const second = await openDbIn(dir);
      expect(await second.collection('a').find({}).toArray()).toEqual([{ _id: 1, u: 'x' }]);
      expect(await second.collection('b').countDocuments({})).toBe(1);
      await expect(second.collection('a').insertMany([{ _id: 3, u: 'x' }], unordered)).rejects.toMatchObject({
        code: 11000,
      });
      await second.close();
    }));

  test('keeps the types and contents of values, and shares nothing with its callers', () =>
    withDb(async (db, dir) => {
      const make = (bytes: unknown) => ({
        _id: 'x',
        date: new Date(5),
        nested: { list: [1, 2.5, -0, { deep: 'ü\0\u2028𝄞' }], nothing: null, yes: true },
        big: 2 ** 53,
        id: new ObjectId('0123456789abcdef01234567'),
        bytes,
        'dotted.name': 1,
        $dollar: 2,
      });
      const expected = make(new Binary(Buffer.from('abc')));
      const written = make(Buffer.from('abc'));
      const inserted = db.collection('c').insertMany([written], unordered);
      written.nested.list.pop();
      await inserted;
      const read = (await db.collection('c').findOne({})) as typeof expected;
      expect(read).toEqual(expected);
      read.date.setTime(7);
      read.nested.list.pop();
      (read.bytes as Binary).buffer[0] = 0;
      expect(await db.collection('c').findOne({})).toEqual(expected);
      await db.close();
      const again = await openDbIn(dir);
      expect(await again.collection('c').findOne({})).toEqual(expected);
      await again.close();
    }));

  test('gives documents without an id one of its own', () =>
    withDb(async (db) => {
      await db.collection('c').insertMany([{ a: 1 }], unordered);
      await db.collection('c').bulkWrite([updateOne({ a: 2 }, { $set: { b: 1 } })], unordered);
      for (const document of await db.collection('c').find({}).toArray())
        expect(document._id).toBeInstanceOf(ObjectId);
    }));

  test('keeps a field named __proto__ as a field, and no prototype changes', () =>
    withDb(async (db) => {
      const hostile = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"name":5},"toString":"x"}');
      const documents = db.collection('c');
      await documents.insertMany([{ _id: 1, hostile }], unordered);
      await documents.bulkWrite(
        [
          updateOne(
            { _id: 1 },
            { $set: { hostile, '__proto__.polluted': 2, 'constructor.prototype.polluted': 3 } },
          ),
          updateOne({ _id: 2 }, { $set: { hostile }, $addToSet: { list: hostile }, $max: { most: hostile } }),
        ],
        unordered,
      );
      for (const _id of [1, 2]) {
        const found = await documents.findOne({ _id }, { projection: { hostile: 1 } });
        expect(JSON.stringify(found?.hostile)).toBe(JSON.stringify(hostile));
      }
      expect(({} as Document).polluted).toBeUndefined();
      const whole = await documents.findOne({ _id: 1 });
      expect(Object.getOwnPropertyDescriptor(whole, '__proto__')?.value).toEqual({ polluted: 2 });
    }));

  test('refuses scripts in filters', () =>
    withDb(async (db) => {
      await db.collection('c').insertMany([{ _id: 1 }], unordered);
      await expect(db.collection('c').find({ $where: 'return true' }).toArray()).rejects.toMatchObject({
        name: 'MongoServerError',
        code: 2,
      });
    }));

  test('answers reads, and says that a key is taken, only when the log has what they saw', () =>
    withDb(async (db) => {
      const documents = db.collection('c');
      const answered: string[] = [];
      let finishWrite = () => {};
      await withWrites(
        (write) =>
          new Promise((resolve) => {
            finishWrite = () => resolve(write());
          }),
        async () => {
          const all = Promise.all([
            documents.insertMany([{ _id: 1 }], unordered).then(() => answered.push('inserted')),
            documents.findOne({ _id: 1 }).then(() => answered.push('read')),
            documents.insertMany([{ _id: 1 }], unordered).catch(({ code }) => answered.push(String(code))),
          ]);
          await new Promise((resolve) => setTimeout(resolve, 30));
          expect(answered).toEqual([]);
          finishWrite();
          await all;
          expect(answered.sort()).toEqual(['11000', 'inserted', 'read']);
        },
      );
    }));

  test('refuses every call once a write has failed, until it is opened again', () =>
    withTemporaryFolder(async (dir) => {
      const db = await openDbIn(dir);
      const documents = db.collection('c');
      await documents.insertMany([{ _id: 'kept' }], unordered);
      const refused = expect.objectContaining({
        name: 'LogUnusable',
        cause: expect.objectContaining({ code: 'ENOSPC' }),
      });
      await withWrites(
        () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })),
        () => expect(documents.insertMany([{ _id: 'lost' }], unordered)).rejects.toEqual(refused),
      );
      await expect(documents.findOne({ _id: 'kept' })).rejects.toEqual(refused);
      await expect(documents.insertMany([{ _id: 'later' }], unordered)).rejects.toEqual(refused);
      await db.close();
      const again = await openDbIn(dir);
      expect(await again.collection('c').find({}).toArray()).toEqual([{ _id: 'kept' }]);
      await again.close();
    }));

  test('refuses a second opening while it is open, and every call once it is closed', () =>
    withDb(async (db, dir) => {
      await expect(openDbIn(dir)).rejects.toThrow(FolderLocked);
      await Promise.all([db.close(), db.close()]);
      await expect(db.collection('c').findOne({})).rejects.toThrow(LogUnusable);
      await expect(db.collection('c').insertMany([{}], unordered)).rejects.toThrow(LogUnusable);
      await expect(db.command({ ping: 1 })).rejects.toThrow(LogUnusable);
      await expect(db.compact()).rejects.toThrow(LogUnusable);
    }));

  test('gives the folder free again where the log is corrupted', () =>
    withTemporaryFolder(async (dir) => {
      await writeFile(join(dir, 'record.log'), 'not a log');
      for (let attempt = 0; attempt < 2; attempt++)
        await expect(openDbIn(dir)).rejects.toMatchObject({ name: 'LogCorrupted' });
    }));

  test('tells of a torn last record and has all before it', () =>
    withTemporaryFolder(async (dir) => {
      const path = join(dir, 'record.log');
      const first = await openDbIn(dir);
      await first.collection('c').insertMany([{ _id: 1 }, { _id: 2 }], unordered);
      await first.close();
      await truncate(path, (await stat(path)).size - 1);
      const onRepair = vi.fn();
      const second = await openDbIn(dir, { onRepair });
      expect(onRepair).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ path }));
      expect(await second.collection('c').find({}).toArray()).toEqual([{ _id: 1 }]);
      await second.close();
    }));

  test('rewrites the log by itself when most of it is dead, while writes go on', () =>
    withDb(
      async (db, dir) => {
        const path = join(dir, 'record.log');
        const text = 'x'.repeat(1_000);
        await Promise.all(
          Array.from({ length: 200 }, (_, n) =>
            db.collection('c').bulkWrite([updateOne({ _id: n % 3 }, { $set: { n, text } })], unordered),
          ),
        );
        for (let n = 200; n < 260; n++)
          await db.collection('c').bulkWrite([updateOne({ _id: n % 3 }, { $set: { n, text } })], unordered);
        expect((await stat(path)).size).toBeLessThan(60_000);
        await db.close();
        const again = await openDbIn(dir);
        const found = await again
          .collection('c')
          .find({}, { sort: { n: 1 } })
          .toArray();
        expect(found.map(({ n }) => n)).toEqual([257, 258, 259]);
        await again.close();
      },
      { compactWhen: ({ logBytes, liveBytes }) => logBytes > 20_000 && logBytes > 2 * liveBytes },
    ));

  test('knows how much of the log is live', () =>
    withTemporaryFolder(async (dir) => {
      const compactWhen = vi.fn((_sizes: LogSizes) => false);
      const write = async (db: EmbeddedDb) => {
        const documents = db.collection('c');
        await documents.insertMany([{ _id: 1 }, { _id: 2, text: 'long'.repeat(50) }, { _id: 3 }], unordered);
        await documents.bulkWrite(
          [1, 2, 4].map((_id) => updateOne({ _id }, { $set: { text: 'short' } })),
          unordered,
        );
        await documents.deleteMany({ _id: 3 });
        await db.compact();
        return compactWhen.mock.lastCall?.[0];
      };
      const first = await openDbIn(dir, { compactWhen });
      const sizes = await write(first);
      const path = join(dir, 'record.log');
      expect(sizes?.liveBytes).toBe((await stat(path)).size - HEADER_BYTES);
      expect(sizes?.logBytes).toBeGreaterThan(2 * (sizes?.liveBytes ?? 0));
      await first.collection('c').deleteMany({});
      await first.close();
      const second = await openDbIn(dir, { compactWhen });
      expect(await write(second)).toMatchObject({ liveBytes: sizes?.liveBytes });
      await second.close();
    }));

  test('leaves out what is dead at a start, and nothing else', () =>
    withTemporaryFolder(async (dir) => {
      const path = join(dir, 'record.log');
      const first = await openDbIn(dir, { compactWhen: () => false });
      const text = 'x'.repeat(1_000);
      for (let n = 0; n < 200; n++)
        await first.collection('c').bulkWrite([updateOne({ _id: 1 }, { $set: { n, text } })], unordered);
      await first.close();
      const before = (await readFile(path)).length;
      const second = await openDbIn(dir);
      expect((await stat(path)).size).toBeLessThan(before / 100);
      expect(await second.collection('c').find({}).toArray()).toEqual([{ _id: 1, n: 199, text }]);
      await second.close();
    }));

  test('removes documents whose time is over, once a minute, by its own clock', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      let nowMs = 1_000_000;
      await withDb(
        async (db) => {
          const documents = db.collection('c');
          await documents.createIndexes([{ key: { at: 1 }, expireAfterSeconds: 10 }]);
          await documents.insertMany(
            [
              { _id: 'old', at: new Date(nowMs - 5_000) },
              { _id: 'earliest counts', at: [new Date(nowMs + 60_000), new Date(nowMs - 5_000)] },
              { _id: 'young', at: new Date(nowMs + 1_000) },
              { _id: 'no date', at: 'soon' },
              { _id: 'none' },
            ],
            unordered,
          );
          const ids = async () => (await documents.find({}).toArray()).map(({ _id }) => _id);
          nowMs += 6_000;
          expect(await ids()).toHaveLength(5);
          vi.advanceTimersByTime(60_000);
          await expect.poll(ids, { timeout: 15_000 }).toEqual(['young', 'no date', 'none']);
        },
        { now: () => nowMs },
      );
    } finally {
      vi.useRealTimers();
    }
  });
});
