import { expect, test } from 'vitest';
import { updateOne, withDb } from './openDb.ts';

const COUNT = 2_500;
const documents = () => Array.from({ length: COUNT }, (_, _id) => ({ _id, state: 'before' }));

test('a long answer comes in batches, between which others have their turn, and is of the time when it was asked', () =>
  withDb(async (db) => {
    const collection = db.collection('c');
    await collection.insertMany(documents(), { ordered: false });
    const cursor = collection.find({});
    const states: unknown[] = [];
    let turns = 0;
    const countTurns = (): void => {
      turns++;
      next = setImmediate(countTurns);
    };
    let next = setImmediate(countTurns);
    const turnsAt: number[] = [];
    while (await cursor.hasNext()) {
      expect(await cursor.hasNext()).toBe(true);
      const batch = cursor.readBufferedDocuments();
      turnsAt.push(turns);
      states.push(...batch.map(({ state }) => state));
      void collection.bulkWrite([updateOne({ _id: COUNT - 1 }, { $set: { state: 'after' } })], {
        ordered: false,
      });
    }
    clearImmediate(next);
    expect(turnsAt).toHaveLength(3);
    expect(new Set(turnsAt).size).toBe(3);
    expect(states).toEqual(documents().map(({ state }) => state));
    expect(await collection.findOne({ _id: COUNT - 1 })).toMatchObject({ state: 'after' });
  }));

test('all of a long answer is what its batches are', () =>
  withDb(async (db) => {
    const collection = db.collection('c');
    await collection.insertMany(documents(), { ordered: false });
    expect(await collection.find({}, { sort: { _id: 1 } }).toArray()).toEqual(documents());
    expect(await collection.find({}, { sort: { _id: -1 }, limit: 1_500 }).toArray()).toEqual(
      documents().reverse().slice(0, 1_500),
    );
  }));

test('a cursor that is closed gives nothing more', () =>
  withDb(async (db) => {
    const collection = db.collection('c');
    await collection.insertMany(documents(), { ordered: false });
    const cursor = collection.find({});
    await cursor.hasNext();
    await cursor.close();
    expect(cursor.readBufferedDocuments()).toEqual([]);
    expect(await cursor.hasNext()).toBe(false);
  }));
