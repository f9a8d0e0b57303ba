import { setImmediate as nextTurn } from 'node:timers/promises';
import { ObjectId } from 'bson';
import type {
  Document,
  DriverCollection,
  DriverCursor,
  Filter,
  FindOptions,
  IndexDescription,
  UpdateOneOperation,
} from '../mongodb/driverPart.ts';
import { applyUpdate, checkUpdate, documentOfUpsert, type Update } from './applyUpdate.ts';
import { compileFilter } from './compileFilter.ts';
import { canonical, copyOf, fromBytes, toBytes } from './documents.ts';
import type { Entry } from './hashIndex.ts';
import { indexToMake } from './indexToMake.ts';
import type { MemoryCollection } from './memoryCollection.ts';
import type { NamedIndex } from './NamedIndex.ts';
import { compileProjection } from './projectDocument.ts';
import { sortDocuments } from './sortDocuments.ts';
import { BulkWriteRefused, CODES, InvalidArgument, type WriteError, WriteRefused } from './writeErrors.ts';

/** What a write does to memory and, at the same instant, to the log's queue. */
export interface Changes {
  put(document: Document, bytes: Uint8Array): void;
  remove(entry: Entry): void;
  addIndex(index: NamedIndex): void;
}

/** How a collection reaches the store: each body runs at once, in one piece. */
export interface CollectionAccess {
  readonly memory: MemoryCollection;
  readonly now: () => number;
  /** Resolves, or rejects as the body did, once the log has all changes made before or by it. */
  write<T>(body: (changes: Changes) => T): Promise<T>;
  /** Resolves once the log has all that the body saw. */
  read<T>(body: () => T): Promise<T>;
}

/** https://www.mongodb.com/docs/manual/reference/limits/#mongodb-limit-BSON-Document-Size */
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Documents that are copied before others have their turn: some milliseconds. */
const COPIED_AT_ONCE = 1_000;

const withId = (document: Document): Document => ({ ...document, _id: document._id ?? new ObjectId() });

const checkStorable = (document: Document, bytes: Uint8Array): void => {
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw new WriteRefused(CODES.documentTooLarge, `a document of ${bytes.length} bytes is too large`);
  const id = document._id;
  if (Array.isArray(id) || id instanceof RegExp)
    throw new WriteRefused(CODES.invalidIdField, "the '_id' cannot be an array or a regular expression");
};

/** Does each write of a batch; one that is refused ends an ordered batch. */
const eachWrite = <T>(
  writes: readonly T[],
  ordered: boolean,
  doOne: (write: T, index: number) => void,
): WriteError[] => {
  const errors: WriteError[] = [];
  for (const [index, write] of writes.entries()) {
    try {
      doOne(write, index);
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      errors.push({ code: error.code, index, errmsg: error.message });
      if (ordered) break;
    }
  }
  return errors;
};

const checkBatch = (batch: readonly unknown[]): void => {
  if (batch.length === 0) throw new InvalidArgument('the batch cannot be empty');
};

const checkAtomic = (update: UpdateOneOperation['updateOne']['update']): void => {
  const operators = Object.keys(update);
  if (operators.length === 0 || !operators.every((operator) => operator.startsWith('$')))
    throw new InvalidArgument('an update takes atomic operators only');
};

/** A collection of the embedded engine, behind the driver's interface. */
export const createEmbeddedCollection = (access: CollectionAccess): DriverCollection => {
  const { memory, now, write, read } = access;

  const store = (changes: Changes, document: Document, bytes: Uint8Array, replaced?: Entry): void => {
    checkStorable(document, bytes);
    memory.checkUnique(document, replaced);
    changes.put(document, bytes);
  };

  /** The documents themselves, which an update replaces and never changes, and how to copy what was asked for of each. */
  const found = (filter: Filter, options: FindOptions) => {
    const project = compileProjection(options.projection);
    const { sort } = options;
    // as to the driver, none is 0
    const limit = options.limit === undefined || options.limit === 0 ? Infinity : Math.abs(options.limit);
    const selected = memory.select(compileFilter(filter), sort);
    const isOrdered = sort === undefined || selected.sorted;
    const documents: Document[] = [];
    for (const { document } of selected.entries) {
      documents.push(document);
      if (isOrdered && documents.length >= limit) break;
    }
    return { project, documents: isOrdered ? documents : sortDocuments(documents, sort).slice(0, limit) };
  };

  const openCursor = (filter: Filter, options: FindOptions): DriverCursor => {
    let finding: ReturnType<typeof found> | undefined;
    let at = 0;
    let buffered: Document[] = [];
    const cursor: DriverCursor = {
      hasNext: async () => {
        if (buffered.length > 0) return true;
        if (finding === undefined) finding = await read(() => found(filter, options));
        // others have their turn between two batches of a long answer
        else if (at < finding.documents.length) await nextTurn();
        buffered = finding.documents.slice(at, at + COPIED_AT_ONCE).map(finding.project);
        at += buffered.length;
        return buffered.length > 0;
      },
      readBufferedDocuments: () => buffered.splice(0),
      toArray: async () => {
        const batches: Document[][] = [];
        while (await cursor.hasNext()) batches.push(cursor.readBufferedDocuments());
        return batches.flat();
      },
      close: async () => {
        finding = { documents: [], project: copyOf };
        buffered = [];
      },
    };
    return cursor;
  };

  return {
    async insertMany(documents, { ordered }) {
      checkBatch(documents);
      const encoded = documents.map((document) => toBytes(withId(document)));
      return write((changes) => {
        let insertedCount = 0;
        const errors = eachWrite(encoded, ordered, (bytes) => {
          store(changes, fromBytes(bytes), bytes);
          insertedCount++;
        });
        if (errors.length > 0)
          throw new BulkWriteRefused(errors, { insertedCount, matchedCount: 0, upsertedCount: 0 });
        return { insertedCount };
      });
    },

    async bulkWrite(operations, { ordered }) {
      checkBatch(operations);
      const compiled = operations.map(({ updateOne }) => {
        checkAtomic(updateOne.update);
        return {
          filter: compileFilter(updateOne.filter),
          update: canonical(updateOne.update) as Update,
          upsert: updateOne.upsert === true,
        };
      });
      return write((changes) => {
        let matchedCount = 0;
        let upsertedCount = 0;
        const errors = eachWrite(compiled, ordered, ({ filter, update, upsert }) => {
          checkUpdate(update);
          const [entry] = memory.select(filter).entries;
          if (entry !== undefined) {
            const document = applyUpdate(entry.document, update, now());
            store(changes, document, toBytes(document), entry);
            matchedCount++;
          } else if (upsert) {
            const made = documentOfUpsert(filter, update, now());
            const document = made._id === undefined ? withId(made) : made;
            store(changes, document, toBytes(document));
            upsertedCount++;
          }
        });
        if (errors.length > 0)
          throw new BulkWriteRefused(errors, { insertedCount: 0, matchedCount, upsertedCount });
        return { matchedCount, upsertedCount };
      });
    },

    find: (filter, options = {}) => openCursor(copyOf(filter), { ...options }),

    findOne: (filter, options = {}) =>
      read(() => {
        const { documents, project } = found(filter, { ...options, limit: 1 });
        return documents[0] === undefined ? null : project(documents[0]);
      }),

    countDocuments: (filter) =>
      read(() => {
        let count = 0;
        for (const _ of memory.select(compileFilter(filter)).entries) count++;
        return count;
      }),

    deleteMany: (filter) =>
      write((changes) => {
        const entries = [...memory.select(compileFilter(filter)).entries];
        for (const entry of entries) changes.remove(entry);
        return { deletedCount: entries.length };
      }),

    createIndexes: (descriptions: IndexDescription[]) =>
      write((changes) => {
        const made = descriptions.map((description) => indexToMake(memory, description));
        for (const { index, isNew } of made) if (isNew) changes.addIndex(index);
        return made.map(({ index }) => index.name);
      }),
  };
};
