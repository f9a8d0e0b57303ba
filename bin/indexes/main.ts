import { INDEXES } from '../../src/adapters/mongodb/indexes.ts';
import { stampRetention } from '../../src/adapters/mongodb/stampRetention.ts';
import { sitesOf } from '../../src/config/sitesOf.ts';
import { runCommand } from '../aggregate/Complaint.ts';
import { parseCommand } from '../command/parseCommand.ts';
import { withRecord } from '../command/withRecord.ts';

const USAGE = 'MONGODB_URI=… npm run indexes [-- --retention]';
/** An index of a collection that is large already. */
const INDEX_TIMEOUT_MS = 30 * 60_000;

const keyOf = (key: { readonly [field: string]: unknown }): string => Object.keys(key).join('+');

/**
 * Makes the record's indexes, and notes on documents that have no such note until when their site keeps them, and on orders whose they are. Safe at any time: what is
 * there stays as it is. With `--retention` the notes of all documents are written anew, by what the sites' configuration says now.
 */
await runCommand(async () => {
  const { retention } = parseCommand(process.argv.slice(2), {
    usage: USAGE,
    options: { retention: { type: 'boolean', default: false } },
  });
  await withRecord(process.env, { commandTimeoutMs: INDEX_TIMEOUT_MS }, async (db) => {
    const sites = sitesOf(process.env);
    for (const [collection, indexes] of Object.entries(INDEXES)) {
      if (indexes.length > 0) await db.collection(collection).createIndexes([...indexes]);
      const keys = indexes.map(({ key }) => keyOf(key)).join(', ') || 'none but its _id';
      process.stdout.write(`${collection}: ${keys}\n`);
    }
    const stamped = await stampRetention({ db, sites, again: retention, timeoutMs: INDEX_TIMEOUT_MS });
    for (const [collection, count] of Object.entries(stamped)) {
      process.stdout.write(`${collection}: ${count} documents brought up to date\n`);
    }
  });
});
