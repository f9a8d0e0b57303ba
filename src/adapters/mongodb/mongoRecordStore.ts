import { type RecordStore, RecordUnavailable } from '../../ports/RecordStore.ts';
import type { DriverDb } from './driverPart.ts';
import { duplicateKeys } from './duplicateKeys.ts';
import { eventDocument, eventOfDocument } from './eventDocument.ts';
import { EVENTS, INDEXES, SESSIONS } from './indexes.ts';
import { saveOperation, sessionFilter, sessionOfDocument } from './sessionDocument.ts';
import { withinTime } from './withinTime.ts';

/** More documents than an answer's 16 MB can hold: what fits into one comes in one, where the driver's 101 would need a second command. */
const ONE_ANSWER = 100_000;

/**
 * The record on MongoDB's driver, or on whatever offers the same part of its interface: the embedded engine.
 * Every query but `recentSessions` names `b`, by which both collections are sharded.
 * @param close ends what `db` stands on; absent where the caller does that
 * @param timeoutMs how long each method may take; absent means as long as the driver waits
 */
export const mongoRecordStore = ({
  db,
  close,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly close?: () => Promise<void>;
  readonly timeoutMs?: number;
}): RecordStore => {
  const events = db.collection(EVENTS);
  const sessions = db.collection(SESSIONS);
  const serverLimit = timeoutMs === undefined ? {} : { maxTimeMS: timeoutMs };

  const answer = async <T>(what: string, command: () => Promise<T>): Promise<T> => {
    try {
      return await withinTime(command(), timeoutMs);
    } catch (cause) {
      throw new RecordUnavailable(`the record did not ${what}`, { cause });
    }
  };

  /** Runs an unordered bulk write; resolves with the operations that met a key that is there already. */
  const duplicatesOf = async (write: () => Promise<unknown>): Promise<readonly number[]> => {
    try {
      await write();
      return [];
    } catch (error) {
      const duplicates = duplicateKeys(error);
      if (duplicates === undefined) throw error;
      return duplicates;
    }
  };

  return {
    insertEvents: async (stored) => {
      if (stored.length === 0) return { inserted: 0, duplicates: 0 };
      const duplicates = await answer('store events', () =>
        duplicatesOf(() => events.insertMany(stored.map(eventDocument), { ordered: false })),
      );
      return { inserted: stored.length - duplicates.length, duplicates: duplicates.length };
    },

    eventsOfSessions: async (keys) => {
      if (keys.length === 0) return [];
      const filter = {
        b: { $in: [...new Set(keys.map(({ browser }) => browser))] },
        sessionId: { $in: [...new Set(keys.map(({ id }) => id))] },
        siteId: { $in: [...new Set(keys.map(({ site }) => site))] },
      };
      const found = await answer('give events', () =>
        events.find(filter, { ...serverLimit, batchSize: ONE_ANSWER }).toArray(),
      );
      return found.map(eventOfDocument);
    },

    saveSessions: async (folds) => {
      if (folds.length === 0) return;
      const save = (some: typeof folds, options: { upsert: boolean }) =>
        duplicatesOf(() =>
          sessions.bulkWrite(
            some.map((fold) => saveOperation(fold, options)),
            { ordered: false },
          ),
        );
      // A duplicate key says that the document is there, not who saw more: of two writers that insert at once the one that
      // saw less may win, and the server does not try the other one's `$or` again. So the guard decides once more.
      await answer('store sessions', async () => {
        const there = new Set(await save(folds, { upsert: true }));
        if (there.size === 0) return;
        await save(
          folds.filter((_, index) => there.has(index)),
          { upsert: false },
        );
      });
    },

    findSession: async (key) => {
      const found = await answer('find a session', () => sessions.findOne(sessionFilter(key), serverLimit));
      return found === null ? undefined : sessionOfDocument(found);
    },

    recentSessions: async (site, limit) => {
      const found = await answer('list sessions', () =>
        sessions.find({ siteId: site }, { sort: { startedAt: -1 }, limit, ...serverLimit }).toArray(),
      );
      return found.map(sessionOfDocument);
    },

    ensureIndexes: async () => {
      for (const [collection, indexes] of Object.entries(INDEXES)) {
        await answer('make its indexes', () => db.collection(collection).createIndexes([...indexes]));
      }
    },

    ping: async () => {
      await answer('answer', () => db.command({ ping: 1 }));
    },

    close: async () => {
      await close?.();
    },
  };
};
