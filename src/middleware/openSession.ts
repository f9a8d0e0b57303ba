import type { BotVerdict } from '../domain/bots/verdict.ts';
import type { SessionCookie, VisitorCookie } from '../domain/cookies/cookiePayloads.ts';
import {
  browserOfBot,
  browserOfNonce,
  type Nonce,
  secretOfSession,
  sessionAfter,
  sessionOfBot,
  sessionOfNonce,
} from '../domain/identity/deriveIds.ts';
import type { BrowserId, SessionId, VisitorId } from '../domain/ids.ts';
import { type Rotation, rotateSession } from '../domain/sessions/rotateSession.ts';
import type { HotSession, SessionContext, SessionRecord } from '../domain/sessions/session.ts';
import { SESSION_MAX_AGE_MS, SESSION_MAX_EVENTS } from '../domain/sessions/session.ts';
import type { Site } from '../domain/site.ts';
import { HotSessionsUnavailable, type Visit, type VisitResult } from '../ports/HotSessions.ts';
import { RecordUnavailable } from '../ports/RecordStore.ts';
import type { Identity } from './readIdentity.ts';
import { DEFAULT_SESSION_CONFIRM_MS, type SessionDependencies } from './SessionDependencies.ts';

/** What a request brings to its session. */
export interface Arrival {
  readonly site: Site;
  readonly identity: Identity;
  readonly nonce: Nonce | undefined;
  readonly bot: BotVerdict;
  /** For a bot's identity of the day. */
  readonly truncatedAddress: () => string | undefined;
  readonly userAgent: string | undefined;
  readonly nowMs: number;
  readonly pageViews: number;
  readonly events: number;
  /** Whether the caller reads more of the session than its cookie holds: then the record is asked where Redis does not answer. */
  readonly needsDetails: boolean;
  /** What the request tells of a session that it begins; asked for only then. */
  readonly describe: (facts: { newBrowser: boolean; secret: string }) => SessionContext;
}

/**
 * How the session was come by.
 * `hit`: live in Redis. `restored`: from the record. `kept`: from its signed cookie alone. `created`: new.
 * `joined`: a parallel request of the same browser created it a moment before.
 */
export type SessionOrigin = 'hit' | 'restored' | 'kept' | 'created' | 'joined';

export interface OpenedSession {
  readonly session: HotSession;
  readonly origin: SessionOrigin;
  /** Whether a `session_touched` is due. */
  readonly touchDue: boolean;
}

const DAY_MS = 24 * 60 * 60_000;
/** A client that replays an old cookie makes us follow the sessions after it; so many trips and no more. */
const MAX_FOLLOWED = 3;

const hotFromCookie = (cookie: SessionCookie, nowMs: number): HotSession => ({
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

const hotFromRecord = (record: SessionRecord, secret: string): HotSession => ({
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
});

/**
 * Finds or begins the session of a request: the second mission document's main flow, steps 3 to 5 of the design's section 2.
 * One trip to Redis for a live session and for a new one alike. An outage of a store is never an error here: the signed cookie
 * carries the ids.
 */
export const openSession = async (deps: SessionDependencies, arrival: Arrival): Promise<OpenedSession> => {
  if (arrival.bot.bot) return beginBotSession(deps, arrival);
  const sent = arrival.identity.session;
  if (sent === undefined) return beginSession(deps, arrival, arrival.identity.visitor?.cookie);
  if (arrival.nowMs - sent.cookie.startedAt >= SESSION_MAX_AGE_MS) {
    return followSession(deps, arrival, sent.cookie);
  }
  return continueSession(deps, arrival, sent.cookie);
};

const visitOf = (
  arrival: Arrival,
  ids: { browser: BrowserId; session: SessionId },
  create?: HotSession,
): Visit => ({
  site: arrival.site.id,
  browser: ids.browser,
  sessionId: ids.session,
  nowMs: arrival.nowMs,
  pageViews: arrival.pageViews,
  events: arrival.events,
  enqueues: arrival.events > 0 || create !== undefined,
  active: !arrival.bot.bot,
  details: arrival.needsDetails || create !== undefined,
  ...(create ? { create } : {}),
});

/** `undefined` where the store of hot sessions does not answer: the breaker has counted it. */
const tryVisit = async (deps: SessionDependencies, visit: Visit): Promise<VisitResult | undefined> => {
  try {
    return await deps.hotSessions.visit(visit);
  } catch (error) {
    if (!(error instanceof HotSessionsUnavailable)) throw error;
    deps.count('hot_sessions_unavailable');
    return undefined;
  }
};

/** `undefined` in the result: not there. `unknown`: the record did not answer. */
const tryFind = async (
  deps: SessionDependencies,
  cookie: SessionCookie,
): Promise<SessionRecord | undefined | 'unknown'> => {
  try {
    return await deps.findSession({ site: cookie.site, browser: cookie.browser, id: cookie.session });
  } catch (error) {
    if (!(error instanceof RecordUnavailable)) throw error;
    deps.count('record_unavailable');
    return 'unknown';
  }
};

const withVisitCounted = (session: HotSession, arrival: Arrival): HotSession => ({
  ...session,
  lastSeenAt: Math.max(session.lastSeenAt, arrival.nowMs),
  pageViews: session.pageViews + arrival.pageViews,
  events: session.events + arrival.events,
});

const continueSession = async (
  deps: SessionDependencies,
  arrival: Arrival,
  cookie: SessionCookie,
): Promise<OpenedSession> => {
  const result = await tryVisit(deps, visitOf(arrival, cookie));
  if (result === undefined) return continueWithoutHotSessions(deps, arrival, cookie);
  if (result.outcome === 'miss') return recoverSession(deps, arrival, cookie);
  if (result.session.secret !== cookie.secret) return distrust(deps, arrival);
  if (rotationOf(deps, arrival, result).rotated) return followSession(deps, arrival, cookie);
  return { session: result.session, origin: 'hit', touchDue: result.touchDue };
};

/** Redis does not answer: the cookie carries the ids; only who needs more asks the record. */
const continueWithoutHotSessions = async (
  deps: SessionDependencies,
  arrival: Arrival,
  cookie: SessionCookie,
): Promise<OpenedSession> => {
  const record = arrival.needsDetails ? await tryFind(deps, cookie) : undefined;
  if (record !== undefined && record !== 'unknown') {
    const session = hotFromRecord(record, cookie.secret);
    if (session.secret !== cookie.secret) return distrust(deps, arrival);
    return { session: withVisitCounted(session, arrival), origin: 'restored', touchDue: false };
  }
  return {
    session: withVisitCounted(hotFromCookie(cookie, arrival.nowMs), arrival),
    origin: 'kept',
    touchDue: false,
  };
};

/** Redis answers and does not know the session: the record does, or the writer has not come to it yet, or it is nobody's. */
const recoverSession = async (
  deps: SessionDependencies,
  arrival: Arrival,
  cookie: SessionCookie,
): Promise<OpenedSession> => {
  const record = await tryFind(deps, cookie);
  if (record === undefined) {
    const confirmMs = deps.sessionConfirmMs ?? DEFAULT_SESSION_CONFIRM_MS;
    if (arrival.nowMs - cookie.startedAt >= confirmMs) {
      deps.count('session_unknown');
      return followSession(deps, arrival, cookie);
    }
  }
  const known = record !== undefined && record !== 'unknown';
  const session = known ? hotFromRecord(record, cookie.secret) : hotFromCookie(cookie, arrival.nowMs);
  if (session.secret !== cookie.secret) return distrust(deps, arrival);
  const result = await tryVisit(deps, visitOf(arrival, cookie, session));
  return {
    session: result && result.outcome !== 'miss' ? result.session : withVisitCounted(session, arrival),
    origin: known ? 'restored' : 'kept',
    touchDue: false,
  };
};

/** A session cookie whose secret a login has replaced is worth nothing. */
const distrust = (deps: SessionDependencies, arrival: Arrival): Promise<OpenedSession> => {
  deps.count('cookie_superseded');
  return beginSession(deps, arrival, arrival.identity.visitor?.cookie);
};

const rotationOf = (
  deps: SessionDependencies,
  arrival: Arrival,
  { session, previousSeenAt }: Extract<VisitResult, { session: HotSession }>,
): Rotation =>
  rotateSession(
    {
      id: session.id,
      startedAt: session.startedAt,
      lastSeenAt: previousSeenAt,
      events: session.events - arrival.events,
    },
    { nowMs: arrival.nowMs, nextId: nextIdOf(deps, arrival.site, session.browser) },
  );

const nextIdOf =
  (deps: SessionDependencies, site: Site, browser: BrowserId) =>
  (previous: SessionId): SessionId =>
    sessionAfter(deps.keys[0], site.id, browser, previous);

/**
 * The session after one that reached its age or its number of events, or that no store knows. Made of the old one's id: a page's
 * nonce could lead back to the very id that is given up.
 */
const followSession = (
  deps: SessionDependencies,
  arrival: Arrival,
  cookie: SessionCookie,
): Promise<OpenedSession> =>
  createSession(deps, arrival, {
    browser: cookie.browser,
    visitor: cookie.visitor,
    session: nextIdOf(deps, arrival.site, cookie.browser)(cookie.session),
    newBrowser: false,
  });

const beginSession = (
  deps: SessionDependencies,
  arrival: Arrival,
  known: VisitorCookie | undefined,
): Promise<OpenedSession> => {
  const { site, nonce } = arrival;
  const browser =
    known?.browser ?? (nonce ? browserOfNonce(deps.keys[0], site.id, nonce) : (deps.randomId() as BrowserId));
  return createSession(deps, arrival, {
    browser,
    visitor: known?.visitor ?? (browser as string as VisitorId),
    session: nonce ? sessionOfNonce(deps.keys[0], site.id, browser, nonce) : (deps.randomId() as SessionId),
    newBrowser: known === undefined,
  });
};

/**
 * A bot keeps no cookie: its hits of a day from one place with one user agent are one session, marked, and in no metric.
 * A crawler's day can hold far more than a session may: the day's counter, in the first part's live copy, tells the part, so
 * that it costs one trip however long the day.
 */
const beginBotSession = async (deps: SessionDependencies, arrival: Arrival): Promise<OpenedSession> => {
  const day = Math.floor(arrival.nowMs / DAY_MS);
  const browser = browserOfBot(
    deps.keys[0],
    arrival.site.id,
    day,
    arrival.truncatedAddress(),
    arrival.userAgent,
  );
  const ids = { browser, visitor: browser as string as VisitorId, newBrowser: true };
  const idOfPart = (part: number): SessionId => sessionOfBot(deps.keys[0], arrival.site.id, browser, part);
  const created = newSession(deps, arrival, { ...ids, session: idOfPart(0) });
  const result = await tryVisit(deps, visitOf(arrival, { browser, session: created.id }, created));
  if (result === undefined || result.outcome !== 'hit') {
    return { session: withVisitCounted(created, arrival), origin: 'created', touchDue: false };
  }
  const eventsBefore = result.session.events - arrival.events;
  const part = Math.floor(eventsBefore / SESSION_MAX_EVENTS);
  const begins = part > 0 && eventsBefore % SESSION_MAX_EVENTS < arrival.events;
  return {
    session: { ...result.session, id: idOfPart(part) },
    origin: begins ? 'created' : 'joined',
    touchDue: result.touchDue,
  };
};

interface NewIds {
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  readonly session: SessionId;
  readonly newBrowser: boolean;
}

const newSession = (deps: SessionDependencies, arrival: Arrival, ids: NewIds): HotSession => {
  const secret = secretOfSession(deps.keys[0], ids.session);
  return {
    id: ids.session,
    site: arrival.site.id,
    browser: ids.browser,
    visitor: ids.visitor,
    type: 'ANONYMOUS',
    startedAt: arrival.nowMs,
    lastSeenAt: arrival.nowMs,
    pageViews: 0,
    events: 0,
    converted: false,
    secret,
    context: arrival.describe({ newBrowser: ids.newBrowser, secret }),
  };
};

const createSession = async (
  deps: SessionDependencies,
  arrival: Arrival,
  ids: NewIds,
  followed = 0,
): Promise<OpenedSession> => {
  const created = newSession(deps, arrival, ids);
  const result = await tryVisit(deps, visitOf(arrival, ids, created));
  if (result === undefined || result.outcome === 'miss') {
    return { session: withVisitCounted(created, arrival), origin: 'created', touchDue: false };
  }
  if (result.outcome === 'created') return { session: result.session, origin: 'created', touchDue: false };
  // A login has replaced its secret: whoever knows only what it was made of is let into another.
  const superseded = result.session.secret !== created.secret;
  if ((superseded || rotationOf(deps, arrival, result).rotated) && followed < MAX_FOLLOWED) {
    const session = nextIdOf(deps, arrival.site, ids.browser)(ids.session);
    return createSession(deps, arrival, { ...ids, session, newBrowser: false }, followed + 1);
  }
  if (superseded) {
    const session = deps.randomId() as SessionId;
    return createSession(deps, arrival, { ...ids, session, newBrowser: false }, followed);
  }
  return { session: result.session, origin: 'joined', touchDue: result.touchDue };
};
