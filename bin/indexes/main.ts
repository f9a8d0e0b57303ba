import { INDEXES } from '../../src/adapters/mongodb/indexes.ts';
import { runCommand } from '../aggregate/Complaint.ts';
import { parseCommand } from '../command/parseCommand.ts';
import { withRecord } from '../command/withRecord.ts';

const USAGE = 'MONGODB_URI=… npm run indexes';
/** An index of a collection that is large already. */
const INDEX_TIMEOUT_MS = 30 * 60_000;

const keyOf = (key: { readonly [field: string]: unknown }): string => Object.keys(key).join('+');

/** Makes the record's indexes. Safe at any time: those that are there stay as they are. */
await runCommand(async () => {
  parseCommand(process.argv.slice(2), { usage: USAGE, options: {} });
  await withRecord(process.env, { commandTimeoutMs: INDEX_TIMEOUT_MS }, async (db) => {
    for (const [collection, indexes] of Object.entries(INDEXES)) {
      if (indexes.length > 0) await db.collection(collection).createIndexes([...indexes]);
      const keys = indexes.map(({ key }) => keyOf(key)).join(', ') || 'none but its _id';
      process.stdout.write(`${collection}: ${keys}\n`);
    }
  });
});
