import middy from '@middy/core';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import { sessionMiddleware, type WithSession } from '../../src/middleware/sessionMiddleware.ts';
import { readTrackEvents } from '../../src/middleware/track/readTrackEvents.ts';
import { countedCrossSite } from './countedCrossSite.ts';

/** The paths of the tracking endpoint; all do the same. */
export const TRACK_PATHS = ['/track', '/api/track', '/analytics/track', '/api/analytics/track'] as const;

/** `POST /track`: the middleware does the work; the answer holds no ids, for the cookies are HttpOnly for a reason. */
export const createHandler = (deps: SessionDependencies) =>
  middy(
    async (event: HttpEvent & Partial<WithSession>): Promise<HttpAnswer> => ({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({
        ok: true,
        accepted: event.accepted ?? 0,
        ...(event.consent === undefined ? {} : { consent: event.consent }),
      }),
    }),
  ).use(
    sessionMiddleware(deps, {
      pageViews: 'browser',
      needsDetails: false,
      readEvents: countedCrossSite(deps, readTrackEvents),
    }),
  );
