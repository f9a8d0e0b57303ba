import type { DriverDb } from '../../src/adapters/mongodb/driverPart.ts';
import { mongoRecordStore } from '../../src/adapters/mongodb/mongoRecordStore.ts';
import type { StoredEvent } from '../../src/domain/events/event.ts';
import type { QueueMessage } from '../../src/domain/events/message.ts';
import { foldSession } from '../../src/domain/sessions/foldSession.ts';
import type { SessionRecord } from '../../src/domain/sessions/session.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import { distinctSessions, groupBySession } from '../../src/writer/groupBySession.ts';
import { storedEvents } from '../../src/writer/storedEvents.ts';
import { aliasEvents, orderEvents } from '../../src/writer/tellingEvents.ts';
import { writeMessages } from '../../src/writer/writeMessages.ts';
import { SITE } from '../domain/sessions/foldFixtures.ts';
import { keptLog } from '../support/testShop.ts';
import type { Writer } from './schedule.ts';

const writerOn = (record: RecordStore) => writeMessages({ record, sites: [SITE], log: keptLog() });

/** The writer as it is. */
export const realWriter: Writer = (db) => writerOn(mongoRecordStore({ db }));

const keysOf = (messages: readonly QueueMessage[]) =>
  distinctSessions(messages.map(({ session: { site, browser, id } }) => ({ site, browser, id })));
const foldsOf = (messages: readonly QueueMessage[], events: readonly StoredEvent[]): SessionRecord[] =>
  groupBySession(keysOf(messages), events).flatMap(
    ({ events: ofSession }) => foldSession({ events: ofSession, site: SITE }) ?? [],
  );

/** Everything of a batch but its events and sessions, as it ought to be. */
const noteTheRest = async (record: RecordStore, messages: readonly QueueMessage[]): Promise<void> => {
  const events = messages.flatMap(storedEvents);
  await record.tellOrders(orderEvents(events));
  await record.tellAliases(aliasEvents(events));
  await record.insertQuality(messages.flatMap(({ quality }) => quality ?? []));
};

/** A driver whose updates are changed on their way, or left out. */
const withUpdates = (
  db: DriverDb,
  change: (
    operation: Parameters<ReturnType<DriverDb['collection']>['bulkWrite']>[0][number],
  ) => typeof operation | undefined,
): DriverDb => ({
  ...db,
  collection: (name) => {
    const collection = db.collection(name);
    return {
      ...collection,
      bulkWrite: (operations, options) =>
        collection.bulkWrite(
          operations.flatMap((operation) => change(operation) ?? []),
          options,
        ),
    };
  },
});

/** Writers with a mistake each, to see that the schedules find it. */
export const PLANTED_WRITERS: { readonly [mistake: string]: Writer } = {
  'adds to counters instead of deriving them': (db) => {
    const record = mongoRecordStore({ db });
    return async (messages) => {
      const events = messages.flatMap(storedEvents);
      await record.insertEvents(events);
      for (const fold of foldsOf(messages, events)) {
        const before = await record.findSession(fold);
        const pageViews = (before?.pageViews ?? 0) + fold.pageViews;
        const eventsSeen = (before?.eventsSeen ?? 0) + fold.eventsSeen;
        await record.saveSessions([{ ...fold, pageViews, eventsSeen }]);
      }
      await noteTheRest(record, messages);
    };
  },

  'folds its own batch without reading back': (db) => {
    const record = mongoRecordStore({ db });
    return async (messages) => {
      const events = messages.flatMap(storedEvents);
      await record.insertEvents(events);
      await record.saveSessions(foldsOf(messages, events));
      await noteTheRest(record, messages);
    };
  },

  'saves without the guard': (db) =>
    realWriter(
      withUpdates(db, ({ updateOne }) => {
        const { $or, ...unguarded } = updateOne.filter;
        return { updateOne: { ...updateOne, filter: unguarded } };
      }),
    ),

  'takes a duplicate key of its upsert for somebody who saw more': (db) =>
    realWriter(withUpdates(db, (operation) => (operation.updateOne.upsert === true ? operation : undefined))),

  'reads and folds before it inserts': (db) => {
    const record = mongoRecordStore({ db });
    return async (messages) => {
      const stored = await record.eventsOfSessions(keysOf(messages));
      const events = messages.flatMap(storedEvents);
      await record.insertEvents(events);
      await record.saveSessions(foldsOf(messages, [...stored, ...events]));
      await noteTheRest(record, messages);
    };
  },

  'saves before it inserts': (db) => {
    const record = mongoRecordStore({ db });
    return async (messages) => {
      const stored = await record.eventsOfSessions(keysOf(messages));
      const events = messages.flatMap(storedEvents);
      await noteTheRest(record, messages);
      await record.saveSessions(foldsOf(messages, [...stored, ...events]));
      await record.insertEvents(events);
    };
  },

  'acknowledges before it has saved': (db) => {
    const record = mongoRecordStore({ db });
    return (messages) =>
      new Promise((acknowledge, refuse) => {
        const saveSessions: RecordStore['saveSessions'] = (folds) => {
          acknowledge(undefined);
          return record.saveSessions(folds);
        };
        writerOn({ ...record, saveSessions })(messages).catch(refuse);
      });
  },

  'folds nothing where all events were there already': (db) => {
    const record = mongoRecordStore({ db });
    let inserted = 0;
    return writerOn({
      ...record,
      insertEvents: async (events) => {
        const result = await record.insertEvents(events);
        inserted = result.inserted;
        return result;
      },
      saveSessions: async (folds) => (inserted === 0 ? undefined : record.saveSessions(folds)),
    });
  },

  'tells of orders only where events were new': (db) => {
    const record = mongoRecordStore({ db });
    let fresh: readonly StoredEvent[] = [];
    return writerOn({
      ...record,
      insertEvents: async (events) => {
        const result = await record.insertEvents(events);
        fresh = result.fresh;
        return result;
      },
      tellOrders: (events) =>
        record.tellOrders(events.filter(({ id }) => fresh.some((one) => one.id === id))),
    });
  },

  'believes the last word on who is who': (db) =>
    realWriter(
      withUpdates(db, (operation) => {
        const { $min, ...update } = operation.updateOne.update;
        return $min?.alias === undefined
          ? operation
          : { updateOne: { ...operation.updateOne, update: { ...update, $set: $min } } };
      }),
    ),

  'counts what a message brings each time that it comes': (db) => {
    const record = mongoRecordStore({ db });
    let times = 0;
    return writerOn({
      ...record,
      insertQuality: (records) =>
        record.insertQuality(records.map((one) => ({ ...one, id: `${one.id} ${times++}` }))),
    });
  },

  'swallows an outage': (db) => {
    const write = realWriter(db);
    return (messages) => write(messages).catch(() => undefined);
  },
};
