import { browserOfBot, sessionOfBot } from '../../domain/identity/deriveIds.ts';
import type { SessionId, VisitorId } from '../../domain/ids.ts';
import { SESSION_MAX_EVENTS } from '../../domain/sessions/session.ts';
import type { SessionDependencies } from '../SessionDependencies.ts';
import { type Arrival, type OpenedSession, withVisitCounted } from './Arrival.ts';
import { tryVisit, visitOf } from './askStores.ts';
import { newSession } from './createSession.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * A bot keeps no cookie: its hits of a day from one place with one user agent are one session, marked, and in no metric.
 * A crawler's day can hold far more than a session may: the day's counter, in the first part's live copy, tells the part, so
 * that it costs one trip however long the day.
 */
export const beginBotSession = async (
  deps: SessionDependencies,
  arrival: Arrival,
): Promise<OpenedSession> => {
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
