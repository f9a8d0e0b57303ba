import fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareValues } from '../../../src/adapters/embedded/compareValues.ts';
import type {
  Document,
  DriverCollection,
  DriverDb,
  UpdateOneOperation,
} from '../../../src/adapters/mongodb/driverPart.ts';
import type { RunningServer } from '../../servers/process.ts';
import { describeWith, startSecantus } from '../../servers/servers.ts';
import { openDbIn, updateOne } from './openDb.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

type Operation =
  | { readonly kind: 'insertMany'; readonly documents: Document[]; readonly ordered: boolean }
  | { readonly kind: 'bulkWrite'; readonly operations: UpdateOneOperation[]; readonly ordered: boolean }
  | { readonly kind: 'find'; readonly filter: Document; readonly limit: number }
  | { readonly kind: 'project'; readonly projection: { [field: string]: 0 | 1 } }
  | { readonly kind: 'sort'; readonly field: string; readonly direction: 1 | -1 }
  | { readonly kind: 'first'; readonly filter: Document; readonly direction: 1 | -1; readonly limit: number }
  | { readonly kind: 'deleteMany'; readonly filter: Document }
  | { readonly kind: 'uniqueIndex' }
  | { readonly kind: 'rangeIndexes' };

const id = fc.constantFrom('p', 'q', 'r', 's', 't');
const text = fc.constantFrom('x', 'y', 'z', '$x', '');
const number = fc.constantFrom(0, 1, 2, -1, 1.5, 2 ** 40);
const date = fc.constantFrom(new Date(0), new Date(86_400_000));
const scalar = fc.oneof(text, number, date, fc.boolean());
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ m: scalar, n: number }, { requiredKeys: [] }) },
);
const path = fc.constantFrom('a', 'b', 'c', 'o.m', 'o.n', 'list');

const filled = (arbitrary: fc.Arbitrary<Document>) =>
  arbitrary.filter((document) => Object.keys(document).length > 0);

const documentFields = {
  a: value,
  b: value,
  c: number,
  o: fc.record({ m: scalar, n: number }, { requiredKeys: [] }),
  list: fc.array(scalar, { maxLength: 4 }),
  u: fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8'),
};
const document = fc
  .record({ _id: id, ...documentFields }, { requiredKeys: ['_id', 'u'] })
  .map((fields): Document => ({ ...fields }));

const condition = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant(null) },
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $eq: scalar }),
  fc.record({ $ne: scalar }),
  fc.record({ $lt: number }),
  fc.record({ $gte: fc.oneof(number, date, text) }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $in: fc.array(scalar, { minLength: 1, maxLength: 3 }), $gt: number }),
);
/** What an index of two fields answers: a value of the first, a range of the second. */
const bound = fc.oneof(number, date, text);
const range = filled(
  fc.record({ $gte: bound, $gt: bound, $lt: bound, $lte: bound }, { requiredKeys: [] }).map((bounds) => ({
    ...bounds,
  })),
);
const rangeFilter = fc
  .tuple(fc.oneof(scalar, fc.record({ $in: fc.array(scalar, { minLength: 1, maxLength: 3 }) })), range)
  .map(([a, b]): Document => ({ a, b }));
const simpleFilter = fc.oneof(
  rangeFilter,
  fc.tuple(path, condition).map(([field, wanted]): Document => ({ [field]: wanted })),
  fc.tuple(path, condition, id).map(([field, wanted, _id]): Document => ({ _id, [field]: wanted })),
  id.map((_id): Document => ({ _id })),
);
const filter = fc.oneof(
  { weight: 3, arbitrary: simpleFilter },
  { weight: 1, arbitrary: fc.constant<Document>({}) },
  fc.array(simpleFilter, { minLength: 1, maxLength: 3 }).map((parts): Document => ({ $or: parts })),
  fc.array(simpleFilter, { minLength: 1, maxLength: 3 }).map((parts): Document => ({ $and: parts })),
  fc
    .tuple(id, fc.array(simpleFilter, { minLength: 1, maxLength: 2 }))
    .map(([_id, parts]): Document => ({ _id, $or: parts })),
);

const fieldsOf = (arbitrary: fc.Arbitrary<unknown>) =>
  filled(fc.dictionary(path, arbitrary, { maxKeys: 2 }).map((fields): Document => ({ ...fields })));
const update = fc.oneof(
  fieldsOf(value).map(($set) => ({ $set })),
  fieldsOf(fc.constant('')).map(($unset) => ({ $unset })),
  fieldsOf(number).map(($inc) => ({ $inc })),
  fieldsOf(scalar).map(($min) => ({ $min })),
  fieldsOf(scalar).map(($max) => ({ $max })),
  fieldsOf(scalar).map(($addToSet) => ({ $addToSet })),
  fc
    .array(scalar, { maxLength: 3 })
    .chain(($each) => fieldsOf(fc.constant({ $each })).map(($addToSet) => ({ $addToSet }))),
  fieldsOf(scalar).map(($push) => ({ $push })),
  fc
    .record({
      $each: fc.array(number, { maxLength: 3 }),
      $slice: fc.constantFrom(-2, 0, 2),
      $sort: fc.constantFrom(1, -1),
      $position: fc.constantFrom(0, 1),
    })
    .map((modifiers) => ({ $push: { list: modifiers } })),
  fc.tuple(fieldsOf(value), fieldsOf(value)).map(([$set, $setOnInsert]) => ({ $set, $setOnInsert })),
  fc.tuple(fieldsOf(number), fieldsOf(value)).map(([$inc, $set]) => ({ $inc, $set })),
  fc.constantFrom(
    { $set: { _id: 'p' } },
    { $set: { u: 'u1' } },
    { $set: { 'list.1': 5 } },
    { $set: { 'a.': 1 } },
  ),
);
/** As the record saves a session: only where it would be newer, made where there is none. */
const guarded = fc.tuple(id, number, value).map(([_id, c, a]) => ({
  updateOne: {
    filter: { _id, $or: [{ c: { $lt: c } }, { c, b: 'y' }] },
    update: { $set: { a, c } },
    upsert: true,
  },
}));
const operation: fc.Arbitrary<UpdateOneOperation> = fc.oneof(
  guarded,
  // an upsert with neither an id nor a way to compare it would differ by its random id
  fc
    .tuple(id, simpleFilter, update)
    .map(([_id, other, change]) => updateOne({ ...other, _id }, change, true)),
  fc.tuple(filter, update).map(([wanted, change]) => updateOne({ _id: 'p', $and: [wanted] }, change, false)),
);

const step: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('insertMany' as const),
      documents: fc.array(document, { minLength: 1, maxLength: 4 }),
      ordered: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('bulkWrite' as const),
      operations: fc.array(operation, { minLength: 1, maxLength: 4 }),
      ordered: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('find' as const), filter, limit: fc.constantFrom(0, 100) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('project' as const),
      projection: fc.constantFrom<{ [field: string]: 0 | 1 }[]>(
        { a: 1 },
        { a: 0, list: 0 },
        { _id: 0 },
        { 'o.m': 1, _id: 0 },
        { 'o.m': 0 },
        { _id: 1 },
        {},
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('sort' as const),
      field: path,
      direction: fc.constantFrom<(1 | -1)[]>(1, -1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteMany' as const), filter: simpleFilter }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('first' as const),
      filter: fc.oneof(rangeFilter, fc.record({ a: scalar }), fc.constant<Document>({})),
      direction: fc.constantFrom<(1 | -1)[]>(1, -1),
      limit: fc.nat({ max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('uniqueIndex' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rangeIndexes' as const) }) },
);

/** What the first documents sort by: which of two that sort by the same comes first is the server's choice. */
const firstValues = async (
  collection: DriverCollection,
  { filter, direction, limit }: Extract<Operation, { kind: 'first' }>,
): Promise<unknown[]> => {
  const found = await collection.find(filter, { sort: { b: direction }, limit }).toArray();
  return found.map(({ b }) => {
    if (!Array.isArray(b)) return b ?? null;
    const elements = b.toSorted(compareValues);
    return elements.length === 0 ? 'nothing' : elements.at(direction === 1 ? 0 : -1);
  });
};

const run = (collection: DriverCollection, operation: Operation): Promise<unknown> => {
  switch (operation.kind) {
    case 'insertMany':
      return collection.insertMany(structuredClone(operation.documents), { ordered: operation.ordered });
    case 'bulkWrite':
      return collection.bulkWrite(operation.operations, { ordered: operation.ordered });
    case 'find':
      return collection.find(operation.filter, { sort: { _id: 1 }, limit: operation.limit }).toArray();
    case 'project':
      return collection.find({}, { sort: { _id: 1 }, projection: operation.projection }).toArray();
    case 'sort':
      return collection
        .find({}, { sort: { [operation.field]: operation.direction, _id: 1 }, projection: { _id: 1 } })
        .toArray();
    case 'first':
      return firstValues(collection, operation);
    case 'deleteMany':
      return collection.deleteMany(operation.filter);
    case 'rangeIndexes':
      return collection.createIndexes([{ key: { a: 1, b: 1 } }, { key: { b: 1 } }]);
    case 'uniqueIndex':
      // documents without the field share the key null
      return collection.createIndexes([{ key: { u: 1 }, unique: true }]);
  }
};

/** What a caller can see of an operation: its result, or what the error tells. */
const outcome = async (collection: DriverCollection, operation: Operation): Promise<unknown> => {
  try {
    const result = await run(collection, operation);
    if (operation.kind === 'insertMany') return { insertedCount: (result as Document).insertedCount };
    if (operation.kind === 'bulkWrite') {
      const { matchedCount, upsertedCount } = result as Document;
      return { matchedCount, upsertedCount };
    }
    return operation.kind === 'deleteMany' ? (result as Document).deletedCount : result;
  } catch (error) {
    const { name, code, writeErrors, insertedCount, matchedCount, upsertedCount } = error as Document;
    const errors = (writeErrors as Document[] | undefined)?.map(({ code, index }) => ({ code, index }));
    return { name, code, errors, insertedCount, matchedCount, upsertedCount };
  }
};

describeWith(['secantus'], 'the embedded record and a real server', () => {
  let server: RunningServer & { url: string };
  let client: MongoClient;
  beforeAll(async () => {
    server = await startSecantus();
    client = new MongoClient(server.url);
  });
  afterAll(async () => {
    await client?.close();
    await server?.stop();
  });

  test(
    'give the same results, errors and documents for the same operations',
    () =>
      withTemporaryFolder(async (dir) => {
        const embedded = await openDbIn(dir);
        const real: DriverDb = client.db('same');
        let round = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (operations) => {
            const name = `c${round++}`;
            const [ours, theirs] = [embedded.collection(name), real.collection(name)];
            for (const operation of [...operations, { kind: 'find', filter: {}, limit: 0 } as const])
              expect(await outcome(ours, operation), JSON.stringify(operation)).toEqual(
                await outcome(theirs, operation),
              );
          }),
          { numRuns: Number(process.env.SAME_RUNS ?? 200) },
        );
        await embedded.close();
      }),
    120_000,
  );
});
