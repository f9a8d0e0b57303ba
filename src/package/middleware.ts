import type { MiddlewareObj } from '@middy/core';
import { powertoolsLog } from '../adapters/log/powertoolsLog.ts';
import type { Environment } from '../config/environment.ts';
import type { HttpEvent } from '../middleware/HttpRequest.ts';
import {
  type SessionMiddlewareOptions,
  sessionMiddleware,
  type WithSession,
} from '../middleware/sessionMiddleware.ts';
import { sessionFromEnvironment } from '../runtime/sessionFromEnvironment.ts';

export type { TrackOptions } from '../middleware/eventTracker.ts';
export type { PageViews } from '../middleware/pageView.ts';
export type { SessionDependencies } from '../middleware/SessionDependencies.ts';
export type {
  AttachedSession,
  SessionMiddlewareOptions,
  WithSession,
} from '../middleware/sessionMiddleware.ts';
export { sessionFromEnvironment, sessionMiddleware };

/**
 * The session middleware of a shop's own Lambda, from its environment (see `sessionFromEnvironment`): made once, at module scope. What
 * is a secret may come by the ARN or name of its secret: `COOKIE_KEYS_SECRET_ARN` for `COOKIE_KEYS`.
 * @throws ConfigurationError where the environment is incomplete, or a secret cannot be read
 *
 * @example
 * const session = await footfallSession({ pageViews: 'browser' });
 * export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
 *   .use(session)
 *   .handler(async (event) => {
 *     event.track('wishlist_shared', { items: 3 });
 *     return { statusCode: 200, body: JSON.stringify({ visit: event.session?.id }) };
 *   });
 */
export const footfallSession = async (
  options: SessionMiddlewareOptions = {},
  environment: Environment = process.env,
): Promise<MiddlewareObj<HttpEvent & WithSession, unknown>> =>
  // Before a handler runs, the middleware has put on the event what `WithSession` says.
  sessionMiddleware(
    await sessionFromEnvironment(environment, powertoolsLog('footfall-session')),
    options,
  ) as MiddlewareObj<HttpEvent & WithSession, unknown>;
