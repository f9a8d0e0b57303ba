import type { IndexDescription } from '../mongodb/driverPart.ts';
import { createHashIndex } from './hashIndex.ts';
import type { MemoryCollection } from './memoryCollection.ts';
import type { NamedIndex } from './NamedIndex.ts';
import { CODES, CommandRefused } from './writeErrors.ts';

const keyText = (index: IndexDescription): string => JSON.stringify(Object.entries(index.key));

const isSame = (a: IndexDescription, b: IndexDescription): boolean =>
  keyText(a) === keyText(b) &&
  (a.unique ?? false) === (b.unique ?? false) &&
  a.expireAfterSeconds === b.expireAfterSeconds;

/** The index that a description asks for, and whether it has to be made; one on `_id` alone is always there. */
export const indexToMake = (
  memory: MemoryCollection,
  description: IndexDescription,
): { index: NamedIndex; isNew: boolean } => {
  const fields = Object.entries(description.key);
  if (fields.length === 1 && fields[0]?.[0] === '_id')
    return { index: { ...description, name: '_id_' }, isNew: false };
  const index = { ...description, name: description.name ?? fields.flat().join('_') };
  const there = memory.indexes.get(index.name);
  if (there !== undefined) {
    if (isSame(there, index)) return { index, isNew: false };
    throw new CommandRefused(
      keyText(there) === keyText(index) ? CODES.indexOptionsConflict : CODES.indexKeySpecsConflict,
      `another index has the name ${index.name}`,
    );
  }
  for (const other of memory.indexes.values())
    if (keyText(other) === keyText(index))
      throw new CommandRefused(CODES.indexOptionsConflict, `the same index exists as ${other.name}`);
  if (index.unique === true) checkNoDuplicates(memory, index);
  return { index, isNew: true };
};

const checkNoDuplicates = (memory: MemoryCollection, index: NamedIndex): void => {
  const hash = createHashIndex(Object.keys(index.key));
  for (const entry of memory.entries.values())
    for (const key of hash.keysOf(entry.document)) {
      if ([...hash.get(key)].length > 0)
        throw new CommandRefused(
          CODES.duplicateKey,
          `E11000 duplicate key error collection: ${memory.name} index: ${index.name}`,
        );
      hash.add(key, entry);
    }
};
