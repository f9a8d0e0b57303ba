import { CONVERSIONS_PATH } from '../functions/conversions/createHandler.ts';
import { PEOPLE_PATHS } from '../functions/people/createHandler.ts';
import { FUNCTION_ROUTES } from '../functions/routes.ts';
import { STOREFRONT_PATHS } from '../functions/storefront/createHandler.ts';
import { createHandler as createTrack, TRACK_PATHS } from '../functions/track/createHandler.ts';
import { DASHBOARD_PATHS } from '../functions/web/dashboardApp.ts';
import { SHOP_PATHS } from '../functions/web/shopApp.ts';
import { healthOperation } from '../src/analytics/openapi/healthOperation.ts';
import type { SessionDependencies } from '../src/middleware/SessionDependencies.ts';
import type { ControlToken } from './control/controlToken.ts';
import { onlyControlled } from './control/onlyControlled.ts';
import { sitesHandler } from './control/sitesHandler.ts';
import type { HttpHandler, Routes } from './http/Routes.ts';
import { onlyLocally } from './pages/onlyLocally.ts';
import { productsHandler } from './pages/productsHandler.ts';
import { serverPage } from './pages/serverPage.ts';
import { sessionsHandler } from './pages/sessionsHandler.ts';
import { startPage } from './pages/startPage.ts';
import { webHandler } from './pages/webHandler.ts';
import { STOCK_PATH, stockHandler } from './storefront/stockHandler.ts';
import type { OpenStores } from './wiring/openStores.ts';

const anyOf = (paths: readonly string[], handler: HttpHandler): Routes =>
  Object.fromEntries(paths.map((path) => [`ANY ${path}`, handler]));

/** Everything that the local server answers: the Lambdas' own handlers, and the pages that show what they do. */
export const localRoutes = async ({
  session,
  stores,
  analytics,
  people,
  storefront,
  conversions,
  aggregate,
  relabel,
  backup,
  hosts,
  token,
}: {
  readonly session: SessionDependencies;
  readonly stores: OpenStores;
  readonly analytics: HttpHandler;
  readonly people: HttpHandler;
  readonly storefront: HttpHandler;
  readonly conversions: HttpHandler;
  /** By hand. */
  readonly aggregate: HttpHandler;
  /** By hand. */
  readonly relabel: HttpHandler;
  readonly backup: HttpHandler;
  /** The server's own. */
  readonly hosts: readonly string[];
  readonly token: ControlToken;
}): Promise<Routes> => ({
  ...anyOf(TRACK_PATHS, createTrack(session)),
  ...anyOf(FUNCTION_ROUTES.analytics, analytics),
  ...anyOf([...PEOPLE_PATHS, healthOperation.path], people),
  ...anyOf(STOREFRONT_PATHS, storefront),
  ...anyOf([CONVERSIONS_PATH], conversions),
  ...anyOf(DASHBOARD_PATHS, webHandler('dashboard')),
  ...anyOf(SHOP_PATHS, webHandler('shop')),
  ...(await startPage()),
  'GET /server': serverPage(session),
  'GET /api/local/products': productsHandler(session),
  'GET /api/local/sessions': onlyLocally(hosts, sessionsHandler(session, stores.record)),
  'GET /api/local/sites': onlyControlled(token, sitesHandler(session.sites)),
  [`PUT ${STOCK_PATH}`]: onlyControlled(token, stockHandler(stores.shop.catalogue, session.sites)),
  'POST /api/local/aggregate': onlyControlled(token, aggregate),
  'POST /api/local/relabel': onlyControlled(token, relabel),
  'POST /api/local/backup': onlyControlled(token, backup),
});
