import type { SessionCookie } from '../../domain/cookies/cookiePayloads.ts';
import type { BrowserId, SessionId } from '../../domain/ids.ts';
import type { HotSession, SessionRecord } from '../../domain/sessions/session.ts';
import {
  type ChangeResult,
  HotSessionsUnavailable,
  type SessionChange,
  type Visit,
  type VisitResult,
} from '../../ports/HotSessions.ts';
import { RecordUnavailable } from '../../ports/RecordStore.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import type { Arrival } from './Arrival.ts';

/** What this request does to that session's live copy. */
export const visitOf = (
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
export const tryVisit = async (deps: SessionDependencies, visit: Visit): Promise<VisitResult | undefined> => {
  try {
    return await deps.hotSessions.visit(visit);
  } catch (error) {
    if (!(error instanceof HotSessionsUnavailable)) throw error;
    deps.count('hot_sessions_unavailable');
    return undefined;
  }
};

/** Changes the live copy where the store answers; what it misses, the signed cookie and the record make good. */
export const tryChange = async (
  deps: SessionDependencies,
  change: SessionChange,
): Promise<ChangeResult | undefined> => {
  try {
    return await deps.hotSessions.change(change);
  } catch (error) {
    if (!(error instanceof HotSessionsUnavailable)) throw error;
    deps.count('hot_sessions_unavailable');
    return undefined;
  }
};

/** `undefined` in the result: not there. `unknown`: the record did not answer. */
export const tryFind = async (
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
