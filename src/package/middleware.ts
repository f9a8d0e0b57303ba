import { powertoolsLog } from '../adapters/log/powertoolsLog.ts';
import type { Environment } from '../config/environment.ts';
import { type SessionMiddlewareOptions, sessionMiddleware } from '../middleware/sessionMiddleware.ts';
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
 * The session middleware of a shop's own Lambda, from its environment (see `sessionFromEnvironment`): made once, at module scope.
 * @throws ConfigurationError where the environment is incomplete
 *
 * @example
 * const session = await footfallSession({ pageViews: 'browser' });
 * export const handler = middy(async (event) => {
 *   event.track('wishlist_shared', { items: 3 });
 *   return { statusCode: 200, body: event.session?.id };
 * }).use(session);
 */
export const footfallSession = async (
  options: SessionMiddlewareOptions = {},
  environment: Environment = process.env,
): Promise<ReturnType<typeof sessionMiddleware>> =>
  sessionMiddleware(await sessionFromEnvironment(environment, powertoolsLog('footfall-session')), options);
