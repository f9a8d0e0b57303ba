import type { SiteId } from '../../domain/ids.ts';
import { idsOf, type Subject } from '../../domain/subject/subject.ts';
import {
  ERASING_LEASE_MS,
  type ErasedCounts,
  type Erasure,
  type Erasures,
  TOMBSTONES_KEPT_MS,
} from '../../ports/Erasures.ts';
import type { Document, DriverDb, Filter } from './driverPart.ts';
import { erasedOrderUpdates, type NamesErased } from './erasedOrders.ts';
import {
  CUSTOMERS,
  ERASURES,
  EVENTS,
  ORDERS,
  SESSIONS,
  SHOP_ACCOUNTS,
  SHOP_CARTS,
  SHOP_ORDERS,
  SHOP_REFRESH_FAMILIES,
  VISITORS,
} from './indexes.ts';
import { cartKey } from './mongoCarts.ts';
import { orderIdsOfSubject } from './mongoSubjects.ts';
import { orderKey } from './orderDocument.ts';
import { recordAnswers } from './recordAnswers.ts';
import { pageRemains, remainderNames, sessionRemainder, visitorRemainder } from './remainders.ts';
import { sessionFactOfDocument } from './sessionFactDocument.ts';
import { shopOrderKey } from './shopOrderDocument.ts';
import {
  customersOfSubject,
  eventsOfSubject,
  ofCustomers,
  sessionsOfSubject,
  visitorsOfSubject,
} from './subjectFilters.ts';
import { mongoTombstones } from './tombstones.ts';
import { unfinishedFilter } from './unfinishedErasures.ts';
import { duplicatesOf, type Update, updateEach, upsertEach } from './upsertEach.ts';

/** Takes what was deleted out of where it still stands: out of a log that only grows. */
export type Purge = () => Promise<void>;

/** Says that an erasure is done and its deletions still stand in the log. */
const UNPURGED = 'unpurged';

const erasureKey = (id: string): string => `erasure:${id}`;
const leaseKey = (site: SiteId): string => `erasing:${site}`;

const erasureOfDocument = ({ erasureId, subject, key, by }: Document): Erasure =>
  ({ id: erasureId, subject, key, by }) as Erasure;

/**
 * Erasure of persons on MongoDB's driver, or on whatever offers the same part of its interface: the embedded engine.
 *
 * Each step may be repeated: what remains is named under the erasure's own key, so that a step that a crash cut short makes the same
 * documents again, and what is gone is not found. The order within a step keeps what a repetition is led by until the last.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 * @param purge runs after an erasure is finished, which does not wait for it; what a crash leaves of it, `purgeLeft` does
 */
export const mongoErasures = ({
  db,
  timeoutMs,
  purge,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
  readonly purge?: Purge;
}): Erasures & {
  /** Purges where a finished erasure was not purged any more. @throws what `purge` throws */
  purgeLeft(): Promise<void>;
} => {
  const answers = recordAnswers(timeoutMs);
  const { answer, findAll, findOne } = answers;
  const tombstones = mongoTombstones({ db, answers });
  const erasures = db.collection(ERASURES);

  const find = (collection: string, filter: Filter, projection?: { readonly [field: string]: 0 | 1 }) =>
    findAll(
      'give what is to be erased',
      db.collection(collection),
      filter,
      projection === undefined ? {} : { projection },
    );
  const remove = async (collection: string, filter: Filter): Promise<number> =>
    (await answer('erase', () => db.collection(collection).deleteMany(filter))).deletedCount;
  const update = (collection: string, updates: readonly Update[]): Promise<number> =>
    answer('erase', () => updateEach(db.collection(collection), updates));

  const unlinkOrders = async (
    { site, visitors, browsers, sessions: ofSubject }: Subject,
    {
      orderIds,
      sessions,
      page,
    }: {
      readonly orderIds: readonly string[];
      readonly sessions: readonly Document[];
      readonly page: ReturnType<typeof pageRemains>;
    },
  ): Promise<number> => {
    const known = new Map(sessions.map((session) => [session._id, session]));
    const erased = new Set<string>([...visitors, ...browsers, ...ofSubject.map(({ id }) => id)]);
    const namesErased: NamesErased = ({ sessionId, b, visitorId }) =>
      erased.has(sessionId) || erased.has(b) || erased.has(visitorId);
    const orders = await find(ORDERS, { _id: { $in: orderIds.map((id) => orderKey(site, id)) } });
    const sessionOf = (id: string) => {
      const session = known.get(id);
      return session && sessionFactOfDocument(session);
    };
    const updates = orders.map((order) => erasedOrderUpdates(order, { namesErased, sessionOf, page }));
    await update(ORDERS, updates.flat());
    return updates.filter((ofOrder) => ofOrder.length > 0).length;
  };

  /** Items and money stay: the shop's books are. The sender's keys, by which a customer finds an order again, do not. */
  const unlinkShopOrders = ({ site }: Subject, orderIds: readonly string[]): Promise<number> =>
    update(
      SHOP_ORDERS,
      orderIds.map((orderId) => ({
        filter: { _id: shopOrderKey(site, orderId), 'join.reason': { $ne: 'erased' } },
        update: {
          $set: { join: { joined: false, reason: 'erased' } },
          $unset: { customerId: '', keys: '' },
        },
      })),
    );

  const eraseAsCustomer = async (subject: Subject): Promise<ErasedCounts> => {
    const { site, customers } = subject;
    if (customers.length === 0) return {};
    const carts = customers.map((customer) => cartKey(site, { kind: 'customer', customer }));
    return {
      carts: await remove(SHOP_CARTS, { _id: { $in: carts } }),
      refreshFamilies: await remove(SHOP_REFRESH_FAMILIES, ofCustomers(subject)),
      accounts: await remove(SHOP_ACCOUNTS, ofCustomers(subject)),
    };
  };

  const eraseEvents = async (subject: Subject): Promise<number> => {
    let count = 0;
    for (const filter of eventsOfSubject(subject)) count += await remove(EVENTS, filter);
    return count;
  };

  /**
   * Puts what remains in the place of the sessions. It becomes news to the aggregators once the sessions are gone, and not before:
   * whoever read both meanwhile reads their hour again.
   */
  const replaceSessions = async (subject: Subject, remainders: readonly Document[]): Promise<number> => {
    if (remainders.length === 0) return 0;
    const sessions = db.collection(SESSIONS);
    await answer('erase', () =>
      duplicatesOf(() =>
        sessions.insertMany(
          remainders.map(({ updatedAt, ...remainder }) => remainder),
          { ordered: false },
        ),
      ),
    );
    const count = await remove(SESSIONS, sessionsOfSubject(subject));
    await update(
      SESSIONS,
      remainders.map(({ _id, b }) => ({
        filter: { _id, b, updatedAt: { $exists: false } },
        update: { $currentDate: { updatedAt: true } },
      })),
    );
    return count;
  };

  /** What remains of the person's visitors, beside them. */
  const keepVisitor = async ({ subject, key }: Erasure): Promise<void> => {
    const documents = await find(VISITORS, visitorsOfSubject(subject));
    const remainder = visitorRemainder(subject.site, documents, remainderNames(key));
    if (remainder === undefined) return;
    const { _id, ...fields } = remainder;
    await answer('erase', () =>
      upsertEach(db.collection(VISITORS), [{ filter: { _id }, update: { $setOnInsert: fields } }]),
    );
  };

  const removeVisitors = async (subject: Subject): Promise<number> =>
    subject.visitors.length === 0 ? 0 : remove(VISITORS, visitorsOfSubject(subject));

  /** Sessions before events: what a crash leaves between them is folded again from all of them, and not from some. */
  const eraseVisits = async ({ subject, key }: Erasure) => {
    const orderIds = await orderIdsOfSubject(find, subject);
    const sessions = await find(SESSIONS, sessionsOfSubject(subject));
    const page = pageRemains(subject, orderIds);
    const orders = await unlinkOrders(subject, { orderIds, sessions, page });
    const shopOrders = await unlinkShopOrders(subject, orderIds);
    const names = remainderNames(key);
    const remainders = sessions.map((session) => sessionRemainder(session, names, page));
    const replaced = await replaceSessions(subject, remainders);
    return { orders, shopOrders, events: await eraseEvents(subject), sessions: replaced };
  };

  /** What a writer saved again while the erasure was under way. */
  const sweep = async (subject: Subject): Promise<void> => {
    const orderIds = await orderIdsOfSubject(find, subject);
    await unlinkOrders(subject, { orderIds, sessions: [], page: pageRemains(subject, orderIds) });
    await removeVisitors(subject);
    await remove(SESSIONS, sessionsOfSubject(subject));
    await eraseEvents(subject);
  };

  const noteUnpurged = () =>
    answer('note what is to be purged', () =>
      upsertEach(erasures, [{ filter: { _id: UNPURGED }, update: { $set: { kind: UNPURGED } } }]),
    );
  const purged = async (): Promise<void> => {
    await purge?.();
    await remove(ERASURES, { _id: UNPURGED });
  };

  return {
    purgeLeft: async () => {
      const left = await findOne('tell what is to be purged', erasures, { _id: UNPURGED });
      if (left !== undefined) await purged();
    },

    hold: async (site, holder, nowMs) => {
      const now = new Date(nowMs);
      const until = new Date(nowMs + ERASING_LEASE_MS);
      await answer('hold its erasures', () =>
        upsertEach(erasures, [
          {
            filter: { _id: leaseKey(site), expiresAt: { $lte: now } },
            update: { $set: { holder, expiresAt: until } },
          },
        ]),
      );
      const held = await findOne('tell who erases', erasures, { _id: leaseKey(site) });
      return held?.holder === holder;
    },

    letGo: async (site, holder) => {
      await remove(ERASURES, { _id: leaseKey(site), holder });
    },

    unfinished: async (site, ids) => {
      const found = await findOne('tell what is to be erased', erasures, unfinishedFilter(site, ids));
      return found && erasureOfDocument(found);
    },

    leftSince: async (site, before) => {
      const filter = { siteId: site, begunAt: { $lt: new Date(before) } };
      return (await findAll('tell what is left to erase', erasures, filter)).map(erasureOfDocument);
    },

    begin: async ({ id, subject, key, by }, names, nowMs) => {
      const { site } = subject;
      // Before its tombstones: whoever finds one finds what is listed. And without an end: nobody else knows what was begun.
      await answer('note what is to be erased', () =>
        upsertEach(erasures, [
          {
            filter: { _id: erasureKey(id) },
            update: {
              $set: {
                siteId: site,
                erasureId: id,
                ids: [...idsOf(subject)],
                subject,
                key,
                by,
                sweeping: false,
              },
              $setOnInsert: { begunAt: new Date(nowMs) },
            },
          },
        ]),
      );
      await tombstones.mark(site, names, nowMs + TOMBSTONES_KEPT_MS);
    },

    erase: async (erasure) => {
      const { subject } = erasure;
      // Before the sessions that count for it: who numbers visitors meanwhile finds its number.
      await keepVisitor(erasure);
      const { sessions, ...counts } = await eraseVisits(erasure);
      return { ...counts, ...(await eraseAsCustomer(subject)), sessions };
    },

    unlink: async ({ subject }) => ({
      customers: await remove(CUSTOMERS, customersOfSubject(subject)),
      visitors: await removeVisitors(subject),
    }),

    finish: async (erasure) => {
      const { id, subject } = erasure;
      // From here on a writer takes away itself what it saved: what it left until now was saved before, and is found.
      await update(ERASURES, [{ filter: { _id: erasureKey(id) }, update: { $set: { sweeping: true } } }]);
      await sweep(subject);
      if (purge !== undefined) await noteUnpurged();
      await remove(ERASURES, { _id: erasureKey(id) });
      // Its failure is the store's own, which warns of it; the note stays, and the next start tries again.
      if (purge !== undefined) purged().catch((error: unknown) => process.emitWarning(error as Error));
    },

    isErased: async (site, name) => (await tombstones.among(site, [name])).length > 0,
  };
};
