import type { SessionCookie } from '../../domain/cookies/cookiePayloads.ts';
import type { HotSession, SessionRecord } from '../../domain/sessions/session.ts';

/** A live copy made of what the signed cookie alone tells. */
export const hotFromCookie = (cookie: SessionCookie, nowMs: number): HotSession => ({
  id: cookie.session,
  site: cookie.site,
  browser: cookie.browser,
  visitor: cookie.visitor,
  type: 'ANONYMOUS',
  startedAt: cookie.startedAt,
  lastSeenAt: nowMs,
  pageViews: 0,
  events: 0,
  converted: false,
  secret: cookie.secret,
});

/** A live copy made of the record; its secret where the record has none is the cookie's, which is signed. */
export const hotFromRecord = (record: SessionRecord, secret: string): HotSession => ({
  id: record.id,
  site: record.site,
  browser: record.browser,
  visitor: record.visitor,
  type: record.type,
  ...(record.customerId === undefined ? {} : { customerId: record.customerId }),
  startedAt: record.startedAt,
  lastSeenAt: record.lastSeenAt,
  pageViews: record.pageViews,
  events: record.eventsSeen,
  converted: record.converted,
  ...(record.orderId === undefined ? {} : { orderId: record.orderId }),
  secret: record.secret ?? secret,
  ...(record.formerSecret === undefined ? {} : { formerSecret: record.formerSecret }),
  ...(record.secretChangedAt === undefined ? {} : { secretChangedAt: record.secretChangedAt }),
  ...(record.closed === undefined ? {} : { closed: record.closed }),
});
