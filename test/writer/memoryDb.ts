import { Query } from 'mingo';
import { applyUpdate, documentOfUpsert } from '../../src/adapters/embedded/applyUpdate.ts';
import { compileFilter } from '../../src/adapters/embedded/compileFilter.ts';
import type {
  Document,
  DriverCollection,
  DriverDb,
  Filter,
  UpdateOneOperation,
} from '../../src/adapters/mongodb/driverPart.ts';

/** The server's clock, which stands still. */
const NOW_MS = 0;

/** What happens before a step of the server's: tests let other writers run there, fail, or count. */
export type Step = (label: string) => Promise<void>;

const duplicateKeyError = (indexes: readonly number[]): Error =>
  Object.assign(new Error('E11000 duplicate key'), {
    name: 'MongoBulkWriteError',
    code: 11_000,
    writeErrors: indexes.map((index) => ({ code: 11_000, index })),
  });

/** Batches are for aggregators; a writer reads all that it reads at once. */
const notInSteps = (what: string): never => {
  throw new Error(`a writer has no need of ${what}`);
};

/**
 * A record without disk or wire, as freely interleaved as MongoDB allows: each document of a command is a step of its own,
 * and an upsert looks in one step and inserts in another, so that two of them may race and one get a duplicate key.
 * Deterministic, so that a schedule can be replayed: the embedded engine, which writes files, is not.
 * @param step runs before each step; what it throws ends the command there, half done
 */
export const memoryDb = (step: Step): DriverDb => {
  const collections = new Map<string, Map<unknown, Document>>();
  const documentsOf = (name: string): Map<unknown, Document> => {
    const documents = collections.get(name) ?? new Map<unknown, Document>();
    collections.set(name, documents);
    return documents;
  };

  /** @returns whether the key was free */
  const insert = (documents: Map<unknown, Document>, document: Document): boolean => {
    if (documents.has(document._id)) return false;
    documents.set(document._id, structuredClone(document));
    return true;
  };

  /** @returns whether the operation went through: not so where its upsert met a document that its filter does not */
  const updateOne = async (documents: Map<unknown, Document>, { updateOne }: UpdateOneOperation) => {
    const query = new Query(updateOne.filter);
    const matching = documents.get(updateOne.filter._id);
    if (matching && query.test(matching)) {
      documents.set(matching._id, applyUpdate(matching, updateOne.update, NOW_MS));
      return true;
    }
    if (updateOne.upsert !== true) return true;
    await step(`insert ${updateOne.filter._id}`);
    return insert(documents, documentOfUpsert(compileFilter(updateOne.filter), updateOne.update, NOW_MS));
  };

  /** Runs one operation after the other, also after those that met a duplicate key, and then sends the answer. */
  const unordered = async <T>(name: string, operations: readonly T[], run: (one: T) => Promise<boolean>) => {
    const duplicates: number[] = [];
    for (const [index, one] of operations.entries()) if (!(await run(one))) duplicates.push(index);
    await step(`${name}: answer`);
    if (duplicates.length > 0) throw duplicateKeyError(duplicates);
    return operations.length;
  };

  /** Walks along the ids as an index is walked: a document that comes in behind the cursor is not seen. */
  const scan = async (name: string, query: Query): Promise<Document[]> => {
    const documents = documentsOf(name);
    const found: Document[] = [];
    await step(`${name}: find`);
    let last: string | undefined;
    for (;;) {
      let next: string | undefined;
      for (const id of documents.keys() as MapIterator<string>) {
        if ((last === undefined || id > last) && (next === undefined || id < next)) next = id;
      }
      if (next === undefined) return found;
      last = next;
      const document = documents.get(next);
      if (!document || !query.test(document)) continue;
      found.push(structuredClone(document));
      await step(`${name}: found ${next}`);
    }
  };

  const collection = (name: string): DriverCollection => {
    const documents = documentsOf(name);
    const matching = (filter: Filter): Document[] => {
      const query = new Query(filter);
      return [...documents.values()].filter((document) => query.test(document));
    };
    return {
      insertMany: async (inserted) => ({
        insertedCount: await unordered(name, inserted, async (document) => {
          await step(`${name}: insert ${document._id}`);
          return insert(documents, document);
        }),
      }),
      bulkWrite: async (operations) => ({
        matchedCount: await unordered(name, operations, async (operation) => {
          await step(`${name}: update ${operation.updateOne.filter._id}`);
          return updateOne(documents, operation);
        }),
        upsertedCount: 0,
      }),
      find: (filter) => ({
        toArray: () => scan(name, new Query(filter)),
        hasNext: () => notInSteps('hasNext'),
        readBufferedDocuments: () => notInSteps('readBufferedDocuments'),
        close: async () => undefined,
      }),
      findOne: async (filter) => structuredClone(matching(filter)[0] ?? null),
      countDocuments: async (filter) => matching(filter).length,
      deleteMany: async (filter) => {
        const found = matching(filter);
        for (const { _id } of found) documents.delete(_id);
        return { deletedCount: found.length };
      },
      createIndexes: async (indexes) => indexes.map((_, index) => String(index)),
    };
  };

  return {
    collection,
    command: async () => {
      await step('ping');
      return {};
    },
  };
};
