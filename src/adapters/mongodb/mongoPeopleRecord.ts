import type { BrowserId, CustomerId, SessionId, VisitorId } from '../../domain/ids.ts';
import type { PeopleRecord, Visit, VisitStart } from '../../ports/PeopleRecord.ts';
import type { Document, DriverDb, Filter, FindOptions } from './driverPart.ts';
import { SESSIONS, VISITORS } from './indexes.ts';
import { recordAnswers } from './recordAnswers.ts';
import { sessionOfDocument } from './sessionDocument.ts';
import { SESSION_FACT_FIELDS, sessionFactOfDocument } from './sessionFactDocument.ts';
import { identityOfDocument, visitorKey } from './visitorDocument.ts';

/** What a {@link Visit} needs of a session's document. */
const VISIT_FIELDS = {
  _id: 0,
  visitorId: 1,
  customerId: 1,
  lastSeenAt: 1,
  'device.type': 1,
  country: 1,
  converted: 1,
  'bot.bot': 1,
} as const;

interface VisitDocument {
  readonly visitorId: VisitorId;
  readonly customerId?: CustomerId;
  readonly lastSeenAt: Date;
  readonly device: { readonly type: string };
  readonly country?: string;
  readonly converted: boolean;
  readonly bot?: { readonly bot: boolean };
}

const visitOfDocument = (document: Document): Visit => {
  const stored = document as unknown as VisitDocument;
  return {
    visitor: stored.visitorId,
    ...(stored.customerId === undefined ? {} : { customer: stored.customerId }),
    lastSeenAt: stored.lastSeenAt.getTime(),
    device: stored.device.type,
    ...(stored.country === undefined ? {} : { country: stored.country }),
    converted: stored.converted,
    bot: stored.bot?.bot === true,
  };
};

/** What a {@link VisitStart} needs of a session's document. */
const START_FIELDS = { _id: 1, b: 1, visitorId: 1, startedAt: 1, 'device.type': 1 } as const;

interface StartDocument {
  readonly _id: SessionId;
  readonly b: BrowserId;
  readonly visitorId: VisitorId;
  readonly startedAt: Date;
  readonly device: { readonly type: string };
}

const startOfDocument = (document: Document): VisitStart => {
  const { _id, b, visitorId, startedAt, device } = document as unknown as StartDocument;
  return { id: _id, browser: b, visitor: visitorId, startedAt: startedAt.getTime(), device: device.type };
};

/**
 * What the record knows of people, on MongoDB's driver or on whatever offers the same part of its interface: the embedded engine.
 * @param timeoutMs how long each command may take, here and at the server; absent means as long as the driver waits
 */
export const mongoPeopleRecord = ({
  db,
  timeoutMs,
}: {
  readonly db: DriverDb;
  readonly timeoutMs?: number;
}): PeopleRecord => {
  const { findAll } = recordAnswers(timeoutMs);
  const sessions = db.collection(SESSIONS);

  const visits = async (what: string, filter: Filter, options: FindOptions): Promise<Visit[]> =>
    (await findAll(what, sessions, filter, { ...options, projection: VISIT_FIELDS })).map(visitOfDocument);

  return {
    identities: async (site, visitors) => {
      if (visitors.length === 0) return [];
      const found = await findAll(
        'tell who visitors are',
        db.collection(VISITORS),
        { _id: { $in: visitors.map((visitor) => visitorKey(site, visitor)) } },
        { projection: { visitorId: 1, alias: 1, formers: 1 } },
      );
      return found.map(identityOfDocument);
    },

    sessionsOfVisitors: async (site, visitors, limit) =>
      (
        await findAll(
          "give visitors' sessions",
          sessions,
          { siteId: site, visitorId: { $in: [...visitors] } },
          { sort: { startedAt: -1 }, limit },
        )
      ).map(sessionOfDocument),

    visitorsOfCustomer: async (site, customer, latestSessions) => {
      const found = await findAll(
        "tell a customer's visitors",
        sessions,
        { siteId: site, customerId: customer },
        { sort: { startedAt: -1 }, limit: latestSessions, projection: { _id: 0, visitorId: 1 } },
      );
      return [...new Set(found.map(({ visitorId }) => visitorId as VisitorId))];
    },

    latestVisits: (site, limit) =>
      visits('list visits', { siteId: site, erased: { $ne: true } }, { sort: { lastSeenAt: -1 }, limit }),

    visitsOfVisitors: (site, visitors, limit) =>
      visits("list visitors' visits", { siteId: site, visitorId: { $in: [...visitors] } }, { limit }),

    startsOfVisitors: async (site, visitors) =>
      (
        await findAll(
          "tell when visitors' sessions began",
          sessions,
          { siteId: site, visitorId: { $in: [...visitors] }, 'bot.bot': { $ne: true } },
          { projection: START_FIELDS },
        )
      ).map(startOfDocument),

    buyingSessions: async (site, fromMs, toMs) =>
      (
        await findAll(
          'give sessions with carts',
          sessions,
          {
            siteId: site,
            startedAt: { $gte: new Date(fromMs), $lt: new Date(toMs) },
            $or: [{ cartAdds: { $gt: 0 } }, { converted: true }],
          },
          { projection: SESSION_FACT_FIELDS },
        )
      ).map(sessionFactOfDocument),
  };
};
