import type { SessionOrder, SessionRecord } from '../../domain/sessions/session.ts';
import { decodeData, encodeData } from './dataFields.ts';
import type { Document, UpdateOneOperation } from './driverPart.ts';

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
};

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

/**
 * Stores a fold where it saw more than the one that is stored. Where that is not so, an upsert tries to insert and gets a
 * duplicate key; an update without upsert then does nothing.
 */
export const saveOperation = (
  session: SessionRecord,
  { upsert }: { upsert: boolean },
): UpdateOneOperation => {
  const absent = Object.keys(OPTIONAL_FIELDS).filter((field) => !Object.hasOwn(session, field));
  return {
    updateOne: {
      filter: {
        ...sessionFilter(session),
        $or: [
          { epoch: { $lt: session.epoch } },
          { epoch: session.epoch, eventsSeen: { $lt: session.eventsSeen } },
        ],
      },
      update: {
        $set: sessionFields(session),
        ...(absent.length === 0 ? {} : { $unset: Object.fromEntries(absent.map((field) => [field, ''])) }),
        $currentDate: { updatedAt: true },
      },
      upsert,
    },
  };
};

/** The session that {@link saveOperation} stored. */
export const sessionOfDocument = (document: Document): SessionRecord => {
  const { _id, siteId, b, visitorId, updatedAt, startedAt, firstSeenAt, lastSeenAt, ...rest } = document;
  const { orders, utm, clickIds, ...told } = rest;
  return {
    id: _id,
    site: siteId,
    browser: b,
    visitor: visitorId,
    startedAt: (startedAt as Date).getTime(),
    firstSeenAt: (firstSeenAt as Date).getTime(),
    lastSeenAt: (lastSeenAt as Date).getTime(),
    orders: (orders as (Omit<SessionOrder, 'placedAt'> & { placedAt: Date })[]).map((order) => ({
      ...order,
      placedAt: order.placedAt.getTime(),
    })),
    utm: decodeData(utm),
    clickIds: decodeData(clickIds),
    ...told,
  } as unknown as SessionRecord;
};
