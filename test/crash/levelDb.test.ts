import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkLevelDb } from '../../local/wiring/leveldb/checkLevelDb.ts';
import { crc32c } from '../../local/wiring/leveldb/crc32c.ts';
import { unsnappy } from '../../local/wiring/leveldb/unsnappy.ts';
import { startLoopbackDynalite } from '../../local/wiring/loopbackDynalite.ts';
import { createTable } from '../../src/adapters/dynamodb/createTable.ts';
import { dynamoTable } from '../../src/adapters/dynamodb/dynamoTable.ts';
import { LogCorrupted } from '../../src/adapters/embedded/logErrors.ts';

const ITEMS = 6_000;
const TABLE_NAME = 'footfall';

/** Works with dynalite's database in a folder. */
const withTable = async <T>(
  path: string,
  work: (table: ReturnType<typeof dynamoTable>) => Promise<T>,
): Promise<T> => {
  const { client, close } = await startLoopbackDynalite({ path });
  try {
    await createTable({ client, tableName: TABLE_NAME });
    return await work(dynamoTable({ client, tableName: TABLE_NAME }));
  } finally {
    await close();
  }
};
const itemAt = (index: number) => ({
  pk: { S: 'p' },
  sk: { S: String(index).padStart(6, '0') },
  text: { S: `${index * 7919} `.repeat(100) },
});
const storedIn = (path: string) =>
  withTable(path, (table) => table.query({ pk: 'p', from: '0', to: '9' })).then((items) => items.length);

let folder: string;
let database: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footfall-leveldb-'));
  database = join(folder, 'leveldb');
  await withTable(database, (table) =>
    table.putMany(Array.from({ length: ITEMS }, (_, index) => itemAt(index))),
  );
  return () => rm(folder, { recursive: true });
});

const torn: string[] = [];
const check = (dir: string): Promise<void> => checkLevelDb(dir, ({ path }) => torn.push(path));

describe('LevelDB’s files, before it opens them', () => {
  test('are whole as they are written: tables, logs, after another opening too', async () => {
    const names = await readdir(database);
    expect(names.some((name) => name.endsWith('.ldb'))).toBe(true);
    await check(database);
    const copy = join(folder, 'opened');
    await cp(database, copy, { recursive: true });
    expect(await storedIn(copy)).toBe(ITEMS);
    await check(copy);
    await check(join(folder, 'missing'));
    expect(torn).toEqual([]);
  });

  test('a byte that is wrong anywhere is found, or is none that anybody reads', async () => {
    const names = (await readdir(database)).filter((name) => /ldb$|log$|^MANIFEST|^CURRENT/.test(name));
    const damaged = join(folder, 'damaged');
    await cp(database, damaged, { recursive: true });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, at, mask) => {
          const whole = await readFile(join(database, name));
          const bytes = Buffer.from(whole);
          const place = at % bytes.length;
          bytes.writeUInt8(bytes.readUInt8(place) ^ mask, place);
          await writeFile(join(damaged, name), bytes);
          torn.length = 0;
          try {
            await check(damaged);
            // the padding of a table's footer, and the length of a log's last record
            const isPadding = name.endsWith('.ldb') && place >= bytes.length - 48 && place < bytes.length - 8;
            expect(isPadding || torn.length > 0).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(LogCorrupted);
            expect((error as LogCorrupted).message).toContain(damaged);
          } finally {
            await writeFile(join(damaged, name), whole);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

test('CRC-32C has the check value of RFC 3720', () => {
  expect(crc32c(Buffer.from('123456789')).toString(16)).toBe('e3069283');
  expect(crc32c(Buffer.alloc(32)).toString(16)).toBe('8a9136aa');
});

test('Snappy: a literal, and a copy that reaches into what it writes', () => {
  // 9 bytes: the literal "abc", and 6 bytes from 3 back
  expect(unsnappy(Buffer.from([9, 2 << 2, 0x61, 0x62, 0x63, ((6 - 4) << 2) | 1, 3])).toString()).toBe(
    'abcabcabc',
  );
  expect(() => unsnappy(Buffer.from([9, 2 << 2, 0x61, 0x62, 0x63, ((6 - 4) << 2) | 1, 4]))).toThrow(
    RangeError,
  );
  expect(() => unsnappy(Buffer.from([9, 2 << 2, 0x61, 0x62, 0x63]))).toThrow(RangeError);
});
