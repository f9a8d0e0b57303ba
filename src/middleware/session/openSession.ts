import type { SessionCookie } from '../../domain/cookies/cookiePayloads.ts';
import { SESSION_MAX_AGE_MS } from '../../domain/sessions/session.ts';
import { DEFAULT_SESSION_CONFIRM_MS, type SessionDependencies } from '../SessionDependencies.ts';
import { type Arrival, type OpenedSession, withVisitCounted } from './Arrival.ts';
import { tryFind, tryVisit, visitOf } from './askStores.ts';
import { beginBotSession } from './beginBotSession.ts';
import { beginSession, followSession, rotationOf } from './createSession.ts';
import { hotFromCookie, hotFromRecord } from './rebuiltSession.ts';

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
