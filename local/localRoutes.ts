import { PEOPLE_PATHS } from '../functions/people/createHandler.ts';
import { createHandler as createTrack, TRACK_PATHS } from '../functions/track/createHandler.ts';
import { DASHBOARD_PATHS } from '../functions/web/createHandler.ts';
import type { SessionDependencies } from '../src/middleware/SessionDependencies.ts';
import type { ControlToken } from './control/controlToken.ts';
import { onlyControlled } from './control/onlyControlled.ts';
import { sitesHandler } from './control/sitesHandler.ts';
import { healthHandler } from './healthHandler.ts';
import type { HttpHandler, Routes } from './http/Routes.ts';
import { dashboardHandler } from './pages/dashboardHandler.ts';
import { onlyLocally } from './pages/onlyLocally.ts';
import { productsHandler } from './pages/productsHandler.ts';
import { serverPage } from './pages/serverPage.ts';
import { sessionsHandler } from './pages/sessionsHandler.ts';
import { startPage } from './pages/startPage.ts';
import { shopRoutes } from './shop/shopRoutes.ts';
import type { OpenStores } from './wiring/openStores.ts';

/** What the metrics function answers. */
const ANALYTICS_PATHS = ['/api/analytics/{proxy+}', '/api/admin/{proxy+}', '/api/openapi.json'] as const;

const anyOf = (paths: readonly string[], handler: HttpHandler): Routes =>
  Object.fromEntries(paths.map((path) => [`ANY ${path}`, handler]));

/** Everything that the local server answers: the Lambdas' own handlers, and the pages that show what they do. */
export const localRoutes = async ({
  session,
  stores,
  analytics,
  people,
  aggregate,
  hosts,
  token,
}: {
  readonly session: SessionDependencies;
  readonly stores: OpenStores;
  readonly analytics: HttpHandler;
  readonly people: HttpHandler;
  /** By hand. */
  readonly aggregate: HttpHandler;
  /** The server's own. */
  readonly hosts: readonly string[];
  readonly token: ControlToken;
}): Promise<Routes> => ({
  ...anyOf(TRACK_PATHS, createTrack(session)),
  ...anyOf(ANALYTICS_PATHS, analytics),
  ...anyOf(PEOPLE_PATHS, people),
  ...anyOf(DASHBOARD_PATHS, dashboardHandler()),
  'GET /health': healthHandler({ session, stores }),
  ...(await startPage()),
  'GET /server': serverPage(session),
  'GET /api/local/products': productsHandler(session),
  'GET /api/local/sessions': onlyLocally(hosts, sessionsHandler(session, stores.record)),
  'GET /api/local/sites': onlyControlled(token, sitesHandler(session.sites)),
  'POST /api/local/aggregate': onlyControlled(token, aggregate),
  ...shopRoutes(session, hosts),
});
