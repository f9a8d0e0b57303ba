import type { SessionCookie, VisitorCookie } from '../../domain/cookies/cookiePayloads.ts';
import {
  browserOfNonce,
  secretOfSession,
  sessionAfter,
  sessionOfNonce,
} from '../../domain/identity/deriveIds.ts';
import { standingOf } from '../../domain/identity/sessionSecret.ts';
import type { BrowserId, SessionId, VisitorId } from '../../domain/ids.ts';
import { type Rotation, rotateSession } from '../../domain/sessions/rotateSession.ts';
import type { HotSession } from '../../domain/sessions/session.ts';
import type { Site } from '../../domain/site.ts';
import type { VisitResult } from '../../ports/HotSessions.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import { type Arrival, type OpenedSession, withVisitCounted } from './Arrival.ts';
import { tryVisit, visitOf } from './askStores.ts';

/** A client that replays an old cookie makes us follow the sessions after it; so many trips and no more. */
const MAX_FOLLOWED = 3;

/** Whether a found session still takes this visit. */
export const rotationOf = (
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
export const followSession = (
  deps: SessionDependencies,
  arrival: Arrival,
  cookie: Pick<SessionCookie, 'browser' | 'visitor' | 'session'>,
): Promise<OpenedSession> =>
  createSession(deps, arrival, {
    browser: cookie.browser,
    visitor: cookie.visitor,
    session: nextIdOf(deps, arrival.site, cookie.browser)(cookie.session),
    newBrowser: false,
  });

/** A session whose id nothing leads to. */
export const beginUnrelated = (
  deps: SessionDependencies,
  arrival: Arrival,
  { browser, visitor }: Pick<SessionCookie, 'browser' | 'visitor'>,
): Promise<OpenedSession> =>
  createSession(deps, arrival, {
    browser,
    visitor,
    session: deps.randomId() as SessionId,
    newBrowser: false,
  });

/** A session of a browser that has none: known by its visitor cookie, or new. */
export const beginSession = (
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
 * A session of a browser whose id was erased: its cookies count as absent, so that it is a new one. By the page's nonce, as any new
 * browser, so that parallel requests agree; unless that leads to the very id that was erased.
 */
export const beginAnew = (
  deps: SessionDependencies,
  arrival: Arrival,
  erased: BrowserId,
): Promise<OpenedSession> => {
  deps.count('cookie_erased');
  const ofNonce = arrival.nonce && browserOfNonce(deps.keys[0], arrival.site.id, arrival.nonce);
  const nonce = ofNonce === erased ? undefined : arrival.nonce;
  return beginSession(deps, { ...arrival, nonce }, undefined);
};

interface NewIds {
  readonly browser: BrowserId;
  readonly visitor: VisitorId;
  readonly session: SessionId;
  readonly newBrowser: boolean;
}

/** A session that nobody has seen yet. */
export const newSession = (deps: SessionDependencies, arrival: Arrival, ids: NewIds): HotSession => {
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
  if (result.outcome === 'erased') return beginAnew(deps, arrival, ids.browser);
  if (result.outcome === 'created') return { session: result.session, origin: 'created', touchDue: false };
  // A login has replaced its secret: whoever knows only what it was made of is let into another, after the minute of grace.
  const standing = standingOf(created.secret, result.session, arrival.nowMs);
  const superseded = standing === 'superseded';
  if ((superseded || rotationOf(deps, arrival, result).rotated) && followed < MAX_FOLLOWED) {
    const session = nextIdOf(deps, arrival.site, ids.browser)(ids.session);
    return createSession(deps, arrival, { ...ids, session, newBrowser: false }, followed + 1);
  }
  if (superseded) {
    const session = deps.randomId() as SessionId;
    return createSession(deps, arrival, { ...ids, session, newBrowser: false }, followed);
  }
  return {
    session: result.session,
    origin: 'joined',
    touchDue: result.touchDue,
    ...(standing === 'grace' ? { grace: true } : {}),
  };
};
