import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/adapters/mongodb/driverPart.ts';
import { openDbIn, updateOne } from './openDb.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

type Step =
  | { readonly kind: 'insert'; readonly ids: readonly number[]; readonly value: string }
  | { readonly kind: 'save'; readonly id: number; readonly value: string; readonly seen: number }
  | { readonly kind: 'delete'; readonly value: string }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'compact' };

const id = fc.nat({ max: 12 });
const value = fc.constantFrom('a', 'b', 'c', 'ü𝄞', '');
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('insert' as const),
        ids: fc.array(id, { minLength: 1, maxLength: 5 }),
        value,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('save' as const), id, value, seen: fc.nat({ max: 9 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), value }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('compact' as const) }) },
  ),
  { minLength: 1, maxLength: 25 },
) satisfies fc.Arbitrary<Step[]>;

/** What the step does to a plain map of documents by id. */
const stepModel = (model: Map<number, Document>, step: Step): void => {
  switch (step.kind) {
    case 'insert':
      for (const _id of step.ids) if (!model.has(_id)) model.set(_id, { _id, value: step.value, seen: 0 });
      break;
    case 'save': {
      const there = model.get(step.id);
      if (there === undefined || Number(there.seen) < step.seen)
        model.set(step.id, { _id: step.id, value: step.value, seen: step.seen });
      break;
    }
    case 'delete':
      for (const [_id, document] of model) if (document.value === step.value) model.delete(_id);
      break;
    default:
  }
};

const unordered = { ordered: false };
const ignoreDuplicates = (error: { code?: unknown }) => expect(error.code).toBe(11000);

describe('the embedded record', () => {
  /** @param atOnce whether steps are started without waiting for those before them */
  const sameAsMap = (atOnce: boolean) =>
    fc.assert(
      fc.asyncProperty(steps, (run) =>
        withTemporaryFolder(async (dir) => {
          const model = new Map<number, Document>();
          let db = await openDbIn(dir);
          await db.collection('c').createIndexes([{ key: { value: 1, seen: 1 } }]);
          let running: Promise<unknown>[] = [];
          const finish = async () => {
            await Promise.all(running);
            running = [];
          };
          const start = (step: Step): Promise<unknown> => {
            const documents = db.collection('c');
            if (step.kind === 'compact') return db.compact();
            if (step.kind === 'delete') return documents.deleteMany({ value: step.value });
            if (step.kind === 'insert')
              return documents
                .insertMany(
                  step.ids.map((_id) => ({ _id, value: step.value, seen: 0 })),
                  unordered,
                )
                .catch(ignoreDuplicates);
            if (step.kind === 'save')
              return documents
                .bulkWrite(
                  [
                    updateOne(
                      { _id: step.id, seen: { $lt: step.seen } },
                      { $set: { value: step.value, seen: step.seen } },
                    ),
                  ],
                  unordered,
                )
                .catch(ignoreDuplicates);
            return Promise.resolve();
          };
          for (const step of [...run, { kind: 'reopen' } as const]) {
            stepModel(model, step);
            running.push(start(step));
            if (!atOnce) await finish();
            if (step.kind !== 'reopen') continue;
            await finish();
            await db.close();
            db = await openDbIn(dir);
            const found = await db
              .collection('c')
              .find({}, { sort: { _id: 1 } })
              .toArray();
            expect(found).toEqual([...model.values()].sort((a, b) => Number(a._id) - Number(b._id)));
          }
          for (const wanted of ['a', 'b', 'ü𝄞', '']) {
            const expected = [...model.values()].filter((document) => document.value === wanted);
            expect(await db.collection('c').countDocuments({ value: wanted })).toBe(expected.length);
            expect(
              await db
                .collection('c')
                .countDocuments({ value: { $in: [wanted, 'none'] }, seen: { $in: [0, 1, 2] } }),
            ).toBe(expected.filter(({ seen }) => Number(seen) <= 2).length);
          }
          await db.close();
        }),
      ),
      { numRuns: 80 },
    );

  test('is a map of documents, whenever it is opened again or compacted', () => sameAsMap(false));
  test('is the same map where calls do not wait for each other', () => sameAsMap(true));
});
