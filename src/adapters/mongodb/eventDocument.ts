import type { StoredEvent } from '../../domain/events/event.ts';
import type { KeptUntil } from '../../ports/RecordStore.ts';
import { decodeData, encodeData } from './dataFields.ts';
import type { Document } from './driverPart.ts';
import { expiryOf } from './expiryOf.ts';

/** Events as the collection `session_events` keeps them: `_id` is the event's id, times are dates, `b` is the browser. */
export const eventDocument = (event: StoredEvent, keptUntil?: KeptUntil): Document => {
  const { id, site, browser, session, visitor, sessionStartedAt, occurredAt, receivedAt, ...rest } = event;
  const { properties, context, ...told } = rest;
  return {
    _id: id,
    siteId: site,
    b: browser,
    sessionId: session,
    visitorId: visitor,
    sessionStartedAt: new Date(sessionStartedAt),
    occurredAt: new Date(occurredAt),
    receivedAt: new Date(receivedAt),
    ...expiryOf(keptUntil, site, sessionStartedAt),
    ...told,
    ...(properties === undefined ? {} : { properties: encodeData(properties) }),
    ...(context === undefined ? {} : { context: encodeData(context) }),
  };
};

/** The event that {@link eventDocument} wrote. */
export const eventOfDocument = (document: Document): StoredEvent => {
  const { _id, siteId, b, sessionId, visitorId, sessionStartedAt, occurredAt, receivedAt, ...rest } =
    document;
  const { properties, context, expiresAt, ...told } = rest;
  return {
    id: _id,
    site: siteId,
    browser: b,
    session: sessionId,
    visitor: visitorId,
    sessionStartedAt: (sessionStartedAt as Date).getTime(),
    occurredAt: (occurredAt as Date).getTime(),
    receivedAt: (receivedAt as Date).getTime(),
    ...told,
    ...(properties === undefined ? {} : { properties: decodeData(properties) }),
    ...(context === undefined ? {} : { context: decodeData(context) }),
  } as StoredEvent;
};
