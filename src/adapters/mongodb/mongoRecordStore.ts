import type { RecordStore } from '../../ports/RecordStore.ts';
import type { DriverDb } from './driverPart.ts';
import { dropErasedFrom } from './dropErased.ts';
import { erasedEvents } from './erasedEvents.ts';
import { eventDocument, eventOfDocument } from './eventDocument.ts';
import { EVENTS, INDEXES, ORDERS, QUALITY, SESSIONS, VISITORS } from './indexes.ts';
import { mongoKeptMessages } from './mongoKeptMessages.ts';
import { orderUpserts, unjoinedUpserts } from './orderDocument.ts';
import { qualityUpsert } from './qualityDocument.ts';
import { recordAnswers } from './recordAnswers.ts';
import { sessionFilter, sessionOfDocument, sessionUpsert } from './sessionDocument.ts';
import { mongoTombstones } from './tombstones.ts';
import { duplicatesOf, upsertEach } from './upsertEach.ts';
import { aliasUpsert, formerUpsert } from './visitorDocument.ts';

/**
 * The record on MongoDB's driver, or on whatever offers the same part of its interface: the embedded engine.
 * Every query on sessions and events but `recentSessions` names `b`, by which both are sharded.
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
  const answers = recordAnswers(timeoutMs);
  const { answer, findAll, findOne } = answers;
  const tombstones = mongoTombstones({ db, answers });

  return {
    insertEvents: async (stored, keptUntil) => {
      if (stored.length === 0) return { inserted: 0, duplicates: 0, fresh: [] };
      const duplicates = await answer('store events', () =>
        duplicatesOf(() =>
          events.insertMany(
            stored.map((event) => eventDocument(event, keptUntil)),
            { ordered: false },
          ),
        ),
      );
      const known = new Set(duplicates);
      const fresh = stored.filter((_, index) => !known.has(index));
      return { inserted: fresh.length, duplicates: duplicates.length, fresh };
    },

    eventsOfSessions: async (keys) => {
      if (keys.length === 0) return [];
      const filter = {
        b: { $in: [...new Set(keys.map(({ browser }) => browser))] },
        sessionId: { $in: [...new Set(keys.map(({ id }) => id))] },
        siteId: { $in: [...new Set(keys.map(({ site }) => site))] },
      };
      return (await findAll('give events', events, filter)).map(eventOfDocument);
    },

    saveSessions: (folds, keptUntil) =>
      answer('store sessions', () =>
        upsertEach(
          sessions,
          folds.map((fold) => sessionUpsert(fold, keptUntil)),
        ),
      ),

    tellOrders: (telling) =>
      answer('note orders', () => upsertEach(db.collection(ORDERS), orderUpserts(telling))),

    tellUnjoinedOrders: (told) =>
      answer('note orders of no session', () => upsertEach(db.collection(ORDERS), unjoinedUpserts(told))),

    tellAliases: (logins) =>
      answer('note merged visitors', () =>
        upsertEach(
          db.collection(VISITORS),
          logins.flatMap((login) => [aliasUpsert(login), formerUpsert(login)]),
        ),
      ),

    ofErased: async (told) => {
      const found = await Promise.all(
        [...Map.groupBy(told, ({ site }) => site)].map(([site, ofSite]) =>
          erasedEvents(tombstones, site, ofSite),
        ),
      );
      return found.flatMap((erased) => erased?.events ?? []);
    },

    dropErased: dropErasedFrom({ db, tombstones, answers }),

    ...mongoKeptMessages({ db, answers }),

    insertQuality: async (records, keptUntil) => {
      if (records.length === 0) return;
      // A duplicate key is a success: what has this id is the same, whoever told it.
      await answer('store quality', () =>
        duplicatesOf(() =>
          db.collection(QUALITY).bulkWrite(
            records.map((record) => ({ updateOne: { ...qualityUpsert(record, keptUntil), upsert: true } })),
            { ordered: false },
          ),
        ),
      );
    },

    findSession: async (key) => {
      const found = await findOne('find a session', sessions, sessionFilter(key));
      return found && sessionOfDocument(found);
    },

    recentSessions: async (site, limit) => {
      const found = await findAll(
        'list sessions',
        sessions,
        { siteId: site, erased: { $ne: true } },
        { sort: { startedAt: -1 }, limit },
      );
      return found.map(sessionOfDocument);
    },

    ensureIndexes: async () => {
      for (const [collection, indexes] of Object.entries(INDEXES)) {
        if (indexes.length === 0) continue;
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
