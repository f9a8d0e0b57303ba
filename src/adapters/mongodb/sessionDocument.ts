import type { SessionOrder, SessionRecord } from '../../domain/sessions/session.ts';
import type { KeptUntil } from '../../ports/RecordStore.ts';
import { decodeData, encodeData } from './dataFields.ts';
import type { Document } from './driverPart.ts';
import { expiryOf } from './expiryOf.ts';

type OptionalField = {
  [F in keyof SessionRecord]-?: undefined extends SessionRecord[F] ? F : never;
}[keyof SessionRecord];

/** Fields that a later fold may have no more: what is absent then is taken out of the document. */
const OPTIONAL_FIELDS: { readonly [F in OptionalField]: true } = {
  customerId: true,
  landingPage: true,
  exitPage: true,
  referrer: true,
  referrerHost: true,
  trafficSource: true,
  country: true,
  address: true,
  cartValueMinor: true,
  orderId: true,
  bot: true,
  secret: true,
  formerSecret: true,
  secretChangedAt: true,
  closed: true,
};

/** An order as a session's document keeps it. */
type StoredSessionOrder = Omit<SessionOrder, 'placedAt'> & { readonly placedAt: Date };

/** The orders of a session's document. */
export const sessionOrdersOf = (stored: unknown): SessionOrder[] =>
  (stored as readonly StoredSessionOrder[]).map((order) => ({
    ...order,
    placedAt: order.placedAt.getTime(),
  }));

/** What is set in a session's document, besides `_id`, `b` and `siteId`, which name it and never change. */
const sessionFields = (session: SessionRecord): Document => {
  const { id, site, browser, visitor, startedAt, firstSeenAt, lastSeenAt, orders, utm, clickIds, ...rest } =
    session;
  return {
    visitorId: visitor,
    startedAt: new Date(startedAt),
    firstSeenAt: new Date(firstSeenAt),
    lastSeenAt: new Date(lastSeenAt),
    orders: orders.map((order) => ({ ...order, placedAt: new Date(order.placedAt) })),
    utm: encodeData(utm),
    clickIds: encodeData(clickIds),
    ...rest,
  };
};

/** Names one document, in terms that `session_events` and `sessions` are sharded by. */
export const sessionFilter = (session: Pick<SessionRecord, 'id' | 'site' | 'browser'>) => ({
  _id: session.id,
  b: session.browser,
  siteId: session.site,
});

/** Stores a fold where it saw more than the one that is stored, or where none is. What aggregators noted on the session stays. */
export const sessionUpsert = (session: SessionRecord, keptUntil?: KeptUntil) => {
  const absent = Object.keys(OPTIONAL_FIELDS).filter((field) => !Object.hasOwn(session, field));
  return {
    filter: {
      ...sessionFilter(session),
      $or: [
        { epoch: { $lt: session.epoch } },
        { epoch: session.epoch, eventsSeen: { $lt: session.eventsSeen } },
      ],
    },
    update: {
      $set: { ...sessionFields(session), ...expiryOf(keptUntil, session.site, session.startedAt) },
      ...(absent.length === 0 ? {} : { $unset: Object.fromEntries(absent.map((field) => [field, ''])) }),
      $currentDate: { updatedAt: true },
    },
  };
};

/** The session that {@link sessionUpsert} stored. */
export const sessionOfDocument = (document: Document): SessionRecord => {
  const { _id, siteId, b, visitorId, startedAt, firstSeenAt, lastSeenAt, ...rest } = document;
  const { updatedAt, numbered, expiresAt, erased, orders, utm, clickIds, ...told } = rest;
  return {
    id: _id,
    site: siteId,
    browser: b,
    visitor: visitorId,
    startedAt: (startedAt as Date).getTime(),
    firstSeenAt: (firstSeenAt as Date).getTime(),
    lastSeenAt: (lastSeenAt as Date).getTime(),
    orders: sessionOrdersOf(orders),
    utm: decodeData(utm),
    clickIds: decodeData(clickIds),
    ...told,
  } as unknown as SessionRecord;
};
