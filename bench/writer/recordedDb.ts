import type { DriverCollection, DriverDb } from '../../src/adapters/mongodb/driverPart.ts';

/** A command of the writer, ready to be given again to another database. */
export type RecordedCommand = (db: DriverDb) => Promise<unknown>;

/** A database that keeps what the writer's batches ask of it, with all documents as they were computed. */
export const recordedDb = (
  db: DriverDb,
): { readonly db: DriverDb; readonly take: () => readonly RecordedCommand[] } => {
  let commands: RecordedCommand[] = [];
  const record = (name: string): DriverCollection => {
    const collection = db.collection(name);
    const keep = (command: (collection: DriverCollection) => Promise<unknown>): void =>
      void commands.push((other) => command(other.collection(name)));
    return {
      insertMany: (documents, options) => {
        keep((other) => other.insertMany(documents, options));
        return collection.insertMany(documents, options);
      },
      bulkWrite: (operations, options) => {
        keep((other) => other.bulkWrite(operations, options));
        return collection.bulkWrite(operations, options);
      },
      find: (filter, options) => {
        keep((other) => other.find(filter, options).toArray());
        return collection.find(filter, options);
      },
      findOne: (filter, options) => collection.findOne(filter, options),
      countDocuments: (filter) => collection.countDocuments(filter),
      deleteMany: (filter) => collection.deleteMany(filter),
      createIndexes: (indexes) => collection.createIndexes(indexes),
    };
  };
  return {
    db: { collection: record, command: (command) => db.command(command) },
    take: () => {
      const taken = commands;
      commands = [];
      return taken;
    },
  };
};
