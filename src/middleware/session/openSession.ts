import type { SessionCookie } from '../../domain/cookies/cookiePayloads.ts';
import { type SecretStanding, standingOf } from '../../domain/identity/sessionSecret.ts';
import { type HotSession, SESSION_MAX_AGE_MS, type SessionRecord } from '../../domain/sessions/session.ts';
import { keepsNoCookies } from '../../domain/site.ts';
import { DEFAULT_SESSION_CONFIRM_MS, type SessionDependencies } from '../SessionDependencies.ts';
import { type Arrival, type OpenedSession, withVisitCounted } from './Arrival.ts';
import { tryChange, tryFind, tryVisit, visitOf } from './askStores.ts';
import { beginBotSession } from './beginBotSession.ts';
import { beginAnew, beginSession, followSession, rotationOf } from './createSession.ts';
import { hotFromCookie, hotFromRecord } from './rebuiltSession.ts';

/**
 * Finds or begins the session of a request: the second mission document's main flow, steps 3 to 5 of the design's section 2.
 * One trip to Redis for a live session and for a new one alike. An outage of a store is never an error here: the signed cookie
 * carries the ids.
 * @throws SaltsUnavailable of a site that keeps no cookies: there nothing carries them
 */
export const openSession = async (deps: SessionDependencies, arrival: Arrival): Promise<OpenedSession> => {
  if (keepsNoCookies(arrival.site)) {
    const { openCookielessSession } = await import('../privacy/openCookielessSession.ts');
    return openCookielessSession(deps, arrival);
  }
  if (arrival.bot.bot) return beginBotSession(deps, arrival);
  const sent = arrival.identity.session;
  if (sent === undefined) return beginSession(deps, arrival, arrival.identity.visitor?.cookie);
  if (arrival.nowMs - sent.cookie.startedAt >= SESSION_MAX_AGE_MS) {
    return followSession(deps, arrival, sent.cookie);
  }
  return continueSession(deps, arrival, sent.cookie);
};

/** Who proves to be the session's own customer needs no fresh cookie: the answer brings it. */
export const secretStanding = (arrival: Arrival, session: HotSession, secret: string): SecretStanding => {
  const standing = standingOf(secret, session, arrival.nowMs);
  const isOwn =
    arrival.customer !== undefined && arrival.customer === session.customerId && session.closed !== true;
  return isOwn && standing !== 'ahead' ? 'current' : standing;
};

const continueSession = async (
  deps: SessionDependencies,
  arrival: Arrival,
  cookie: SessionCookie,
): Promise<OpenedSession> => {
  const result = await tryVisit(deps, visitOf(arrival, cookie));
  if (result === undefined) return continueWithoutHotSessions(deps, arrival, cookie);
  if (result.outcome === 'erased') return beginAnew(deps, arrival, cookie.browser);
  if (result.outcome === 'miss') return recoverSession(deps, arrival, cookie);
  const standing = secretStanding(arrival, result.session, cookie.secret);
  if (standing === 'superseded') return distrust(deps, arrival);
  if (rotationOf(deps, arrival, result).rotated) return followSession(deps, arrival, cookie);
  if (standing === 'ahead') await catchUp(deps, arrival, cookie);
  return {
    session: standing === 'ahead' ? trusted(result.session, cookie) : result.session,
    origin: 'hit',
    touchDue: result.touchDue,
    ...(standing === 'grace' ? { grace: true } : {}),
  };
};

/** A session as a signed cookie has it that is ahead of the store. */
const trusted = (session: HotSession, { visitor, secret }: SessionCookie): HotSession => ({
  ...session,
  visitor,
  secret,
});

/** The store of hot sessions has lost a login: it is told what the cookie proves. */
const catchUp = async (
  deps: SessionDependencies,
  { nowMs }: Arrival,
  { site, browser, session, visitor, secret }: SessionCookie,
): Promise<void> => {
  deps.count('session_behind_cookie');
  await tryChange(deps, { site, browser, sessionId: session, nowMs, patch: { visitor, secret } });
};

/** Redis does not answer: the cookie carries the ids; only who needs more asks the record. */
const continueWithoutHotSessions = async (
  deps: SessionDependencies,
  arrival: Arrival,
  cookie: SessionCookie,
): Promise<OpenedSession> => {
  const record = arrival.needsDetails ? await tryFind(deps, cookie) : undefined;
  const found = sessionFrom(record, arrival, cookie);
  if (found === undefined) return distrust(deps, arrival);
  return { ...found, session: withVisitCounted(found.session, arrival), touchDue: false };
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
  const found = sessionFrom(record, arrival, cookie);
  if (found === undefined) return distrust(deps, arrival);
  const result = await tryVisit(deps, visitOf(arrival, cookie, found.session));
  if (result?.outcome === 'erased') return beginAnew(deps, arrival, cookie.browser);
  if (result === undefined || result.outcome !== 'hit') {
    const session = result?.outcome === 'created' ? result.session : withVisitCounted(found.session, arrival);
    return { ...found, session, touchDue: false };
  }
  // Another request has brought it back meanwhile, and may have logged somebody in.
  const standing = secretStanding(arrival, result.session, cookie.secret);
  if (standing === 'superseded') return distrust(deps, arrival);
  const session = standing === 'ahead' ? trusted(result.session, cookie) : result.session;
  return { ...found, session, grace: standing === 'grace', touchDue: false };
};

/** What record and cookie together tell of a session; `undefined` where the record says that the cookie is worth nothing. */
const sessionFrom = (
  record: SessionRecord | undefined | 'unknown',
  arrival: Arrival,
  cookie: SessionCookie,
): Pick<OpenedSession, 'session' | 'origin' | 'grace'> | undefined => {
  if (record === undefined || record === 'unknown') {
    return { session: hotFromCookie(cookie, arrival.nowMs), origin: 'kept' };
  }
  const session = hotFromRecord(record, cookie.secret);
  const standing = secretStanding(arrival, session, cookie.secret);
  if (standing === 'superseded') return undefined;
  return {
    session: standing === 'ahead' ? trusted(session, cookie) : session,
    origin: 'restored',
    ...(standing === 'grace' ? { grace: true } : {}),
  };
};

/** A session cookie whose secret a login has replaced is worth nothing. */
const distrust = (deps: SessionDependencies, arrival: Arrival): Promise<OpenedSession> => {
  deps.count('cookie_superseded');
  return beginSession(deps, arrival, arrival.identity.visitor?.cookie);
};
