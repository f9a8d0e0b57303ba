import { VERDICT_EVENTS } from '../../domain/bots/verdictEvents.ts';
import type { SiteId } from '../../domain/ids.ts';
import type { SessionFact } from '../../domain/metrics/sessionFact.ts';
import type { AggregationRecord, SessionRef } from '../../ports/AggregationRecord.ts';
import { cursorBatches } from './cursorBatches.ts';
import type { Document, DriverCollection, DriverDb } from './driverPart.ts';
import {
  CORRECTIONS,
  DAILY_METRICS,
  EVENTS,
  ORDERS,
  QUALITY,
  REALTIME_METRICS,
  SESSIONS,
  VISITORS,
} from './indexes.ts';
import { correctionUpsert, dailyMetricsUpsert, minuteUpsert } from './metricsDocuments.ts';
import { orderKey, orderOfDocument } from './orderDocument.ts';
import { qualitySum } from './qualityDocument.ts';
import { recordAnswers } from './recordAnswers.ts';
import { sessionFilter } from './sessionDocument.ts';
import { numberedDocument, SESSION_FACT_FIELDS, sessionFactOfDocument } from './sessionFactDocument.ts';
import { mongoTombstones } from './tombstones.ts';
import { dropErasedVisitors } from './unfinishedErasures.ts';
import { type Update, updateEach, upsertEach } from './upsertEach.ts';
import { numberUpsert, visitorKey, visitorOfDocument, visitUpsert } from './visitorDocument.ts';

/** Sessions of a batch, ids of a look-up and operations of a command: what a store answers well within its time. */
const BATCH = 1_000;

const batchesOf = <T>(items: readonly T[]): T[][] => {
  const batches: T[][] = [];
  for (let from = 0; from < items.length; from += BATCH) batches.push(items.slice(from, from + BATCH));
  return batches;
};

const span = (fromMs: number, toMs: number) => ({ $gte: new Date(fromMs), $lt: new Date(toMs) });

/** Since an instant of the record's own time; every change has one. */
const since = (site: SiteId, sinceMs: number | undefined) => ({
  siteId: site,
  updatedAt: { $gte: new Date(sinceMs ?? 0) },
});

const msAt = (document: Document, field: string): number => (document[field] as Date).getTime();

const refOf = ({ _id, b }: Document): SessionRef => ({ id: _id, browser: b }) as SessionRef;

/**
 * What the aggregators need of the record, on MongoDB's driver or on whatever offers the same part of its interface: the
 * embedded engine. Notes on sessions and orders leave `updatedAt` alone: they are no news to those who read what changed.
 * @param timeoutMs how long each command may take; absent means as long as the driver waits
 */
export const mongoAggregationRecord = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): AggregationRecord => {
  const answers = recordAnswers(timeoutMs);
  const { answer, findAll } = answers;
  const sessions = db.collection(SESSIONS);
  const orders = db.collection(ORDERS);
  const visitors = db.collection(VISITORS);
  const quality = db.collection(QUALITY);
  const tombstones = mongoTombstones({ db, answers });

  const upsert = async (
    what: string,
    collection: DriverCollection,
    upserts: readonly Update[],
  ): Promise<void> => {
    for (const batch of batchesOf(upserts)) await answer(what, () => upsertEach(collection, batch));
  };

  const update = async (
    what: string,
    collection: DriverCollection,
    updates: readonly Update[],
  ): Promise<void> => {
    for (const batch of batchesOf(updates)) await answer(what, () => updateEach(collection, batch));
  };

  /** Documents by something that there are many of, some at a time. */
  const findEach = async <T>(
    what: string,
    collection: DriverCollection,
    items: readonly T[],
    filterOf: (some: readonly T[]) => Document,
    options = {},
  ): Promise<Document[]> => {
    const found: Document[][] = [];
    for (const batch of batchesOf(items)) {
      found.push(await findAll(what, collection, filterOf(batch), options));
    }
    return found.flat();
  };

  return {
    async *sessionsStarted(site, fromMs, toMs) {
      const cursor = sessions.find(
        { siteId: site, startedAt: span(fromMs, toMs) },
        { projection: SESSION_FACT_FIELDS, batchSize: BATCH },
      );
      for await (const documents of cursorBatches(answer, 'give sessions', cursor)) {
        yield documents.map(sessionFactOfDocument);
      }
    },

    sessionsSeen: async (site, sinceMs) =>
      (
        await findAll(
          'give sessions seen',
          sessions,
          { siteId: site, lastSeenAt: { $gte: new Date(sinceMs) } },
          { projection: SESSION_FACT_FIELDS },
        )
      ).map(sessionFactOfDocument),

    sessionsByRef: async (site, refs): Promise<SessionFact[]> => {
      const found = await findEach(
        'give sessions',
        sessions,
        refs,
        (some) => ({
          _id: { $in: some.map(({ id }) => id) },
          b: { $in: [...new Set(some.map(({ browser }) => browser))] },
          siteId: site,
        }),
        { projection: SESSION_FACT_FIELDS },
      );
      return found.map(sessionFactOfDocument);
    },

    sessionsOfVisitor: async (site, visitor) =>
      (
        await findAll(
          "give a visitor's sessions",
          sessions,
          { siteId: site, visitorId: visitor },
          { projection: { _id: 1, b: 1, startedAt: 1 } },
        )
      ).map((document) => ({ ...refOf(document), startedAt: msAt(document, 'startedAt') })),

    ordersPlaced: async (site, fromMs, toMs) =>
      (await findAll('give orders', orders, { siteId: site, placedAt: span(fromMs, toMs) })).flatMap(
        (document) => orderOfDocument(document) ?? [],
      ),

    orders: async (site, orderIds) =>
      (
        await findEach('give orders', orders, orderIds, (some) => ({
          _id: { $in: some.map((orderId) => orderKey(site, orderId)) },
        }))
      ).flatMap((document) => orderOfDocument(document) ?? []),

    quality: async (site, fromMs, toMs) =>
      qualitySum(
        await findAll(
          'give quality',
          quality,
          { siteId: site, at: span(fromMs, toMs) },
          { projection: { counts: 1 } },
        ),
      ),

    eventsReceived: async (site, fromMs, toMs) =>
      (
        await findAll(
          'give events',
          db.collection(EVENTS),
          { siteId: site, receivedAt: span(fromMs, toMs), type: { $nin: VERDICT_EVENTS } },
          { projection: { _id: 0, type: 1, sessionId: 1, b: 1, path: 1 } },
        )
      ).map((document) => {
        const { type, sessionId, b, path } = document as { type: string; path?: string } & Document;
        const { id, browser } = refOf({ _id: sessionId, b });
        return { type, session: id, browser, ...(path === undefined ? {} : { path }) };
      }),

    changedSessions: async (site, sinceMs) =>
      (
        await findAll('tell of changed sessions', sessions, since(site, sinceMs), {
          projection: {
            _id: 1,
            b: 1,
            updatedAt: 1,
            startedAt: 1,
            'orders.placedAt': 1,
            epoch: 1,
            erased: 1,
          },
        })
      ).map((document) => ({
        ...refOf(document),
        changedAt: msAt(document, 'updatedAt'),
        at: msAt(document, 'startedAt'),
        orderTimes: (document.orders as Document[]).map((order) => msAt(order, 'placedAt')),
        ...(document.erased === true ? { erased: true as const } : {}),
        ...((document.epoch as number) > 0 && document.erased !== true ? { relabelled: true as const } : {}),
      })),

    changedOrders: async (site, sinceMs) =>
      (
        await findAll(
          'tell of changed orders',
          orders,
          { ...since(site, sinceMs), placedAt: { $exists: true } },
          { projection: { orderId: 1, updatedAt: 1, placedAt: 1 } },
        )
      ).map((document) => ({
        orderId: document.orderId as string,
        changedAt: msAt(document, 'updatedAt'),
        at: msAt(document, 'placedAt'),
      })),

    changedQuality: async (site, sinceMs) =>
      (
        await findAll('tell of changed quality', quality, since(site, sinceMs), {
          projection: { updatedAt: 1, at: 1 },
        })
      ).map((document) => ({ changedAt: msAt(document, 'updatedAt'), at: msAt(document, 'at') })),

    changedAliases: async (site, sinceMs) =>
      (
        await findAll('tell of merged visitors', visitors, since(site, sinceMs), {
          projection: { visitorId: 1, updatedAt: 1 },
        })
      ).map((document) => ({
        visitor: visitorOfDocument(document).visitor,
        changedAt: msAt(document, 'updatedAt'),
      })),

    firstSessionAt: async (site) => {
      const first = await findAll(
        'find the first session',
        sessions,
        { siteId: site },
        { sort: { startedAt: 1 }, limit: 1, projection: { startedAt: 1 } },
      );
      return first[0] === undefined ? undefined : msAt(first[0], 'startedAt');
    },

    visitors: async (site, ids) =>
      (
        await findEach('give visitors', visitors, ids, (some) => ({
          _id: { $in: some.map((visitor) => visitorKey(site, visitor)) },
        }))
      ).map(visitorOfDocument),

    giveNumbers: (site, numbers) =>
      upsert(
        'number visitors',
        visitors,
        numbers.map((one) => numberUpsert(site, one)),
      ),

    noteVisits: async (site, visits) => {
      await upsert(
        'note visits',
        visitors,
        visits.map((visit) => visitUpsert(site, visit)),
      );
      // An erasure may have taken them away since their sessions were read.
      await dropErasedVisitors(
        { db, tombstones, answers },
        site,
        visits.map(({ visitor }) => visitor),
      );
    },

    noteNumbers: (site, notes) =>
      update(
        'note numbers of sessions',
        sessions,
        notes.map(({ id, browser, numbered }) => ({
          filter: sessionFilter({ id, browser, site }),
          update:
            numbered === undefined
              ? { $unset: { numbered: '' } }
              : { $set: { numbered: numberedDocument(numbered) } },
        })),
      ),

    noteFolded: (site, noted) =>
      update(
        'note folded orders',
        orders,
        noted.map(({ orderId, folded }) => ({
          filter: { _id: orderKey(site, orderId) },
          update: { $set: { folded } },
        })),
      ),

    forgetVisitors: async (site, { day, startMs }) => {
      const gone = { siteId: site, owner: { $exists: false } };
      const before = { $lt: new Date(startMs) };
      await answer('forget visitors', () =>
        visitors.deleteMany({ ...gone, lastDay: { $lt: day }, updatedAt: { $not: { $gte: before.$lt } } }),
      );
      // Known as another's former self alone.
      await answer('forget visitors', () =>
        visitors.deleteMany({ ...gone, updatedAt: before, lastDay: { $exists: false } }),
      );
    },

    saveDailyMetrics: (site, day) =>
      upsert('store daily metrics', db.collection(DAILY_METRICS), [dailyMetricsUpsert(site, day)]),

    saveMinutes: (site, minutes) =>
      upsert(
        'store minutes',
        db.collection(REALTIME_METRICS),
        minutes.map((minute) => minuteUpsert(site, minute)),
      ),

    saveCorrections: (site, corrections) =>
      upsert(
        'store corrections',
        db.collection(CORRECTIONS),
        corrections.map((correction) => correctionUpsert(site, correction)),
      ),
  };
};
