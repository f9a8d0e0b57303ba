import type { DriverDb, UpdateOneOperation } from '../../src/adapters/mongodb/driverPart.ts';
import { ORDERS, SESSIONS } from '../../src/adapters/mongodb/indexes.ts';
import { NONCE_COOKIE } from '../../src/domain/cookies/cookiePayloads.ts';
import type { EventId } from '../../src/domain/ids.ts';
import type { SessionPatch } from '../../src/ports/HotSessions.ts';
import type { RecordStore } from '../../src/ports/RecordStore.ts';
import type { Plant } from './processes.ts';

/** A driver whose updates of a collection are changed on their way. */
const withUpdates = (
  db: DriverDb,
  name: string,
  change: (update: UpdateOneOperation['updateOne']) => UpdateOneOperation['updateOne'],
): DriverDb => ({
  ...db,
  collection: (asked) => {
    const collection = db.collection(asked);
    if (asked !== name) return collection;
    return {
      ...collection,
      bulkWrite: (operations, options) =>
        collection.bulkWrite(
          operations.map(({ updateOne }) => ({ updateOne: change(updateOne) })),
          options,
        ),
    };
  },
});

/** Adds what a fold says to what is stored, where the writer derives it anew. */
const addingUp = (record: RecordStore): RecordStore => ({
  ...record,
  saveSessions: async (folds) => {
    for (const fold of folds) {
      const before = await record.findSession(fold);
      const isKnown = before !== undefined && before.eventsSeen < fold.eventsSeen;
      const pageViews = isKnown ? before.pageViews + 1 : fold.pageViews;
      await record.saveSessions([{ ...fold, pageViews }]);
    }
  },
});

const withoutSecrets = ({ secret, formerSecret, secretChangedAt, ...rest }: SessionPatch): SessionPatch =>
  rest;

/** A kind of breach by which it must show, and a change of the code under test: it stands on something that makes the mistake. */
export interface PlantedBug {
  readonly shows: string;
  readonly plant: Plant;
}

/** Footfalls with a mistake each, to see that the schedules find it. */
export const PLANTED_BUGS: { readonly [mistake: string]: PlantedBug } = {
  'adds to counters instead of deriving them': {
    shows: 'numbers',
    plant: { record: addingUp },
  },

  'lets an older fold overwrite a newer one': {
    shows: 'uncounted',
    plant: {
      reached: (reached) => ({
        ...reached,
        db: withUpdates(reached.db, SESSIONS, ({ filter: { $or, ...filter }, ...update }) => ({
          ...update,
          filter,
        })),
      }),
    },
  },

  'acknowledges a batch before its events are stored': {
    shows: 'lost',
    plant: {
      record: (record) => ({
        ...record,
        insertEvents: async (events) => {
          record.insertEvents(events).catch(() => undefined);
          return { inserted: events.length, duplicates: 0, fresh: events };
        },
      }),
    },
  },

  'says that events are stored before the queue has them': {
    shows: 'lost',
    plant: {
      reached: (reached) => ({
        ...reached,
        queue: {
          ...reached.queue,
          send: async (body) => void reached.queue.send(body).catch(() => undefined),
        },
      }),
    },
  },

  'stores an event again when it is delivered again': {
    shows: 'double',
    plant: {
      record: (record) => {
        let inserted = 0;
        return {
          ...record,
          insertEvents: (events) => {
            inserted += 1;
            const idOf = (id: string): string => id.replace(/:([^:]*)$/, `.${inserted}:$1`);
            return record.insertEvents(events.map((event) => ({ ...event, id: idOf(event.id) as EventId })));
          },
        };
      },
    },
  },

  'makes ids by chance, whatever the nonce': {
    shows: 'sessions',
    plant: {
      request: ({ body, cookies = [], ...request }) => ({
        ...request,
        cookies: cookies.filter((cookie) => !cookie.startsWith(NONCE_COOKIE)),
        ...(body === undefined ? {} : { body: body.replace(/"nonce":"[^"]*",/, '') }),
      }),
    },
  },

  'leaves a session its secret when somebody logs in': {
    shows: 'identity',
    plant: {
      reached: (reached) => ({
        ...reached,
        redis: {
          ...reached.redis,
          change: ({ fromSecret, ...change }) =>
            reached.redis.change({ ...change, patch: withoutSecrets(change.patch) }),
        },
      }),
    },
  },

  'places an order anew when its wish is sent again': {
    shows: 'orders',
    plant: {
      book: (book) => {
        let opened = 0;
        return {
          ...book,
          findByKey: async () => undefined,
          open: (order) => {
            opened += 1;
            return book.open({ ...order, orderId: `${order.orderId}.${opened}` });
          },
        };
      },
    },
  },

  'counts an order each time that it is told': {
    shows: 'numbers',
    plant: {
      reached: (reached) => {
        let told = 0;
        return {
          ...reached,
          db: withUpdates(reached.db, ORDERS, (update) => {
            told += 1;
            const { _id } = update.filter;
            return told % 5 === 0
              ? { ...update, filter: { ...update.filter, _id: `${_id}.${told}` } }
              : update;
          }),
        };
      },
    },
  },
};
