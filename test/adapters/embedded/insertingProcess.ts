import { setImmediate } from 'node:timers/promises';
import { openDbIn, updateOne } from './openDb.ts';

/**
 * A program for `kill9.test.ts`: writes to the record in the folder it is given, several calls at a time, and prints the
 * id of each document that the record said it has. It goes on until it is killed.
 */
const [dir = '', run = ''] = process.argv.slice(2);
const db = await openDbIn(dir, {
  onRepair: ({ droppedBytes }) => process.stdout.write(`repaired ${droppedBytes}\n`),
  compactWhen: ({ logBytes, liveBytes }) => logBytes > 100_000 && logBytes > 1.5 * liveBytes,
});
const documents = db.collection('c');

const insertForever = async (worker: number): Promise<never> => {
  for (let n = 0; ; n++) {
    const _id = `${run}-${worker}-${n}`;
    await documents.insertMany([{ _id, text: 'x'.repeat((n * 37) % 700) }], { ordered: false });
    // makes dead bytes, so that kills meet compactions as well
    await documents.bulkWrite(
      [updateOne({ _id: 'counter' }, { $set: { _id: 'counter', text: 'y'.repeat(900) } })],
      {
        ordered: false,
      },
    );
    process.stdout.write(`${_id}\n`);
    await setImmediate();
  }
};
await Promise.all([0, 1, 2, 3].map(insertForever));
