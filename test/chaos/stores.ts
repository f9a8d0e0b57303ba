import { BulkWriteRefused, CODES, type WriteError } from '../../src/adapters/embedded/writeErrors.ts';
import type {
  DriverCollection,
  DriverCursor,
  DriverDb,
  UpdateOneOperation,
} from '../../src/adapters/mongodb/driverPart.ts';
import { duplicateKeys } from '../../src/adapters/mongodb/duplicateKeys.ts';
import { type Call, type Course, Torn } from './network.ts';
import type { Place } from './plan.ts';

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

type Methods = { readonly [method: string]: (...args: never[]) => unknown };

/** A port over the network. @param at gives the port as it is at the time of a call */
export const remotePort = <P extends object>(call: Call, place: Place, at: () => P): P =>
  Object.fromEntries(
    Object.keys(at()).map((method) => [
      method,
      (...args: never[]) =>
        call(place, method, async () => {
          const result = await (at() as Methods)[method]?.(...args);
          if (isAsyncIterable(result)) throw new Error(`${method} streams: it cannot be called from afar`);
          return result;
        }),
    ]),
  ) as P;

interface Written {
  readonly errors: readonly WriteError[];
  readonly count: number;
  readonly matchedCount: number;
  readonly upsertedCount: number;
}

const NOTHING: Written = { errors: [], count: 0, matchedCount: 0, upsertedCount: 0 };

const duplicateAt = (index: number): WriteError => ({
  index,
  code: CODES.duplicateKey,
  errmsg: 'E11000 duplicate key error',
});

type Counts = Partial<Omit<Written, 'errors' | 'count'>> & { readonly insertedCount?: number };

/** A part of an unordered batch: what was done of it, and which of it met a duplicate key. @param from of the part's first one */
const written = async (write: Promise<Counts>, from: number): Promise<Written> => {
  try {
    const { insertedCount = 0, matchedCount = 0, upsertedCount = 0 } = await write;
    return { errors: [], count: insertedCount, matchedCount, upsertedCount };
  } catch (error) {
    const duplicates = duplicateKeys(error);
    if (duplicates === undefined) throw error;
    const { insertedCount, matchedCount, upsertedCount } = error as BulkWriteRefused;
    const errors = duplicates.map((index) => duplicateAt(index + from));
    return { errors, count: insertedCount, matchedCount, upsertedCount };
  }
};

const together = (one: Written, other: Written): Written => ({
  errors: [...one.errors, ...other.errors],
  count: one.count + other.count,
  matchedCount: one.matchedCount + other.matchedCount,
  upsertedCount: one.upsertedCount + other.upsertedCount,
});

const answerOf = ({ errors, count, matchedCount, upsertedCount }: Written) => {
  const counts = { insertedCount: count, matchedCount, upsertedCount };
  if (errors.length > 0) throw new BulkWriteRefused(errors, counts);
  return counts;
};

/** Runs an unordered batch in two halves, with others between them. */
const inHalves = async <T>(
  batch: readonly T[],
  write: (some: T[]) => Promise<Counts>,
  { torn, pause }: Course,
) => {
  const middle = batch.length >> 1;
  const first = middle === 0 ? NOTHING : await written(write(batch.slice(0, middle)), 0);
  if (torn) throw new Torn('the batch was half done');
  await pause();
  return answerOf(together(first, await written(write(batch.slice(middle)), middle)));
};

/**
 * Runs upserts as a server does where two come at once: it looks, and inserts where it found nothing; who inserted meanwhile makes
 * that a duplicate key.
 */
const racedUpserts = async (
  collection: DriverCollection,
  operations: readonly UpdateOneOperation[],
  { pause }: Course,
) => {
  const missing = new Set<number>();
  for (const [index, { updateOne }] of operations.entries()) {
    if (updateOne.upsert === true && (await collection.findOne(updateOne.filter)) === null)
      missing.add(index);
  }
  await pause();
  let all = NOTHING;
  for (const [index, operation] of operations.entries()) {
    const { _id } = operation.updateOne.filter;
    const isTaken = missing.has(index) && _id !== undefined && (await collection.findOne({ _id })) !== null;
    const one = isTaken
      ? { ...NOTHING, errors: [duplicateAt(index)] }
      : await written(collection.bulkWrite([operation], { ordered: false }), index);
    all = together(all, one);
  }
  return answerOf(all);
};

const remoteCursor = (call: Call, name: string, cursor: DriverCursor): DriverCursor => ({
  toArray: () => call('record', `find ${name}`, () => cursor.toArray()),
  hasNext: () => call('record', `more ${name}`, () => cursor.hasNext()),
  readBufferedDocuments: () => cursor.readBufferedDocuments(),
  close: () => cursor.close(),
});

const remoteCollection = (call: Call, name: string, collection: DriverCollection): DriverCollection => ({
  insertMany: (documents, options) =>
    call(
      'record',
      `insert ${name}`,
      async (course) => {
        if (!course.raced && !course.torn) return collection.insertMany(documents, options);
        return inHalves(documents, (some) => collection.insertMany(some, options), course);
      },
      { isBatch: true },
    ),
  bulkWrite: (operations, options) =>
    call(
      'record',
      `update ${name}`,
      async (course) => {
        if (!course.raced && !course.torn) return collection.bulkWrite(operations, options);
        if (course.torn) return inHalves(operations, (some) => collection.bulkWrite(some, options), course);
        return racedUpserts(collection, operations, course);
      },
      { isBatch: true },
    ),
  find: (filter, options) => remoteCursor(call, name, collection.find(filter, options)),
  findOne: (filter, options) => call('record', `find ${name}`, () => collection.findOne(filter, options)),
  countDocuments: (filter) => call('record', `count ${name}`, () => collection.countDocuments(filter)),
  deleteMany: (filter) => call('record', `delete ${name}`, () => collection.deleteMany(filter)),
  createIndexes: (indexes) => collection.createIndexes(indexes),
});

/** The record over the network, its batches no more atomic than a server's. */
export const remoteDb = (call: Call, db: DriverDb): DriverDb => ({
  collection: (name) => remoteCollection(call, name, db.collection(name)),
  command: (command) => call('record', 'ping', () => db.command(command)),
});
