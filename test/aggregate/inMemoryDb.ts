import { createEmbeddedCollection } from '../../src/adapters/embedded/embeddedCollection.ts';
import { createMemoryCollection } from '../../src/adapters/embedded/memoryCollection.ts';
import type { DriverCollection, DriverDb } from '../../src/adapters/mongodb/driverPart.ts';

/** The embedded engine without its log: nothing of it is on a disk, and a thousand of them are made in a second. */
export const inMemoryDb = (now: () => number): DriverDb => {
  const collections = new Map<string, DriverCollection>();
  const made = (name: string): DriverCollection => {
    const memory = createMemoryCollection(name);
    return createEmbeddedCollection({
      memory,
      now,
      read: async (body) => body(),
      write: async (body) =>
        body({
          put: (document, bytes) => memory.put(document, bytes.length),
          remove: (entry) => memory.remove(entry),
          addIndex: (index) => memory.addIndex(index),
        }),
    });
  };
  return {
    collection: (name) => {
      const there = collections.get(name) ?? made(name);
      collections.set(name, there);
      return there;
    },
    command: async () => ({ ok: 1 }),
  };
};
