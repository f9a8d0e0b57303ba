import { byteReader } from './byteReader.ts';

/** Which files a manifest says that the database is made of. */
export interface LiveFiles {
  /** Sizes in bytes, by number. */
  readonly tables: ReadonlyMap<number, number>;
  /** The oldest log that is not in tables yet. */
  readonly logNumber: number;
}

/** The log's number, the next file's, the last sequence: LevelDB opens nothing without them. */
const NEEDED = [2, 3, 4] as const;

/**
 * What a manifest's records come to (LevelDB's version_edit.cc).
 * @throws RangeError where they are none of a manifest's
 */
export const liveFiles = (edits: readonly Buffer[]): LiveFiles => {
  const tables = new Map<number, number>();
  const seen = new Set<number>();
  let logNumber = 0;
  for (const edit of edits) {
    const reader = byteReader(edit);
    const fields: { readonly [tag: number]: () => void } = {
      // the comparator's name
      1: () => void reader.slice(),
      2: () => {
        logNumber = reader.varint();
      },
      3: () => void reader.varint(),
      4: () => void reader.varint(),
      // where a level was compacted up to
      5: () => {
        reader.varint();
        reader.slice();
      },
      6: () => {
        reader.varint();
        tables.delete(reader.varint());
      },
      7: () => {
        reader.varint();
        const number = reader.varint();
        tables.set(number, reader.varint());
        reader.slice();
        reader.slice();
      },
      // a log of before 2012
      9: () => void reader.varint(),
    };
    while (!reader.done) {
      const tag = reader.varint();
      const read = fields[tag];
      if (read === undefined) throw new RangeError(`no such field: ${tag}`);
      read();
      seen.add(tag);
    }
  }
  for (const tag of NEEDED) if (!seen.has(tag)) throw new RangeError(`field ${tag} is missing`);
  return { tables, logNumber };
};
