import { healthOperation } from '../src/analytics/openapi/healthOperation.ts';
import { CONVERSIONS_PATH } from './conversions/createHandler.ts';
import { PEOPLE_PATHS } from './people/createHandler.ts';
import { STOREFRONT_PATHS } from './storefront/createHandler.ts';
import { TRACK_PATHS } from './track/createHandler.ts';
import { DASHBOARD_PATHS } from './web/dashboardApp.ts';
import { SHOP_PATHS } from './web/shopApp.ts';
import { TRACKER_PATH } from './web/trackerApp.ts';

/** The demo shop's pages and files, as API Gateway names paths: they exist only where the storefront does. */
export const SHOP_PAGES: readonly string[] = SHOP_PATHS;

/** What answers here is for who runs Footfall, not for a shop's visitors. */
export const HEALTH_PATH = healthOperation.path;

/** What each function answers, whatever the method, as API Gateway names paths. */
export const FUNCTION_ROUTES = {
  track: TRACK_PATHS,
  storefront: STOREFRONT_PATHS,
  conversions: [CONVERSIONS_PATH],
  people: [...PEOPLE_PATHS, HEALTH_PATH],
  analytics: ['/api/analytics/{proxy+}', '/api/admin/{proxy+}', '/api/openapi.json'],
  web: [...DASHBOARD_PATHS, TRACKER_PATH, ...SHOP_PAGES],
} as const satisfies { readonly [name: string]: readonly string[] };

/** A function that answers requests. */
export type RequestFunction = keyof typeof FUNCTION_ROUTES;
