import { type HttpAnswer, refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import { readIdentity } from '../../src/middleware/readIdentity.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import { type RecordStore, RecordUnavailable } from '../../src/ports/RecordStore.ts';
import type { LiveView } from '../../web/start/wire.ts';
import type { HttpHandler } from '../http/Routes.ts';
import { liveSession } from './liveSession.ts';

const MAX_SESSIONS = 12;

const readView = async (
  { sites: [site] }: SessionDependencies,
  record: RecordStore,
  own: string | undefined,
): Promise<LiveView> => {
  const sessions = await record.recentSessions(site.id, MAX_SESSIONS);
  const events = Map.groupBy(
    await record.eventsOfSessions(sessions.map(({ browser, id }) => ({ site: site.id, browser, id }))),
    ({ session }) => session,
  );
  return {
    sessions: sessions.map((session) =>
      liveSession(session, events.get(session.id) ?? [], { yours: session.id === own }),
    ),
  };
};

/**
 * `GET /api/local/sessions`: the first site's latest sessions with their events, from the record, for the page of live sessions. It
 * reads the asking browser's cookie and leaves it as it is: looking is no activity.
 */
export const sessionsHandler =
  (session: SessionDependencies, record: RecordStore): HttpHandler =>
  async (event): Promise<HttpAnswer> => {
    const identity = readIdentity({
      cookieHeader: event.cookies?.join('; ') ?? '',
      keys: session.keys,
      site: session.sites[0].id,
      nowMs: session.now(),
      count: () => undefined,
    });
    try {
      const view = await readView(session, record, identity.session?.cookie.session);
      return {
        statusCode: 200,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
        body: JSON.stringify(view),
      };
    } catch (error) {
      if (!(error instanceof RecordUnavailable)) throw error;
      return refusalAnswer({
        status: 503,
        code: 'record_unavailable',
        message: 'The record does not answer.',
      });
    }
  };
