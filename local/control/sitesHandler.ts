import type { Site } from '../../src/domain/site.ts';
import type { HttpHandler } from '../http/Routes.ts';

/** `GET /api/local/sites`: the sites, as far as who simulates their visitors must know them. */
export const sitesHandler = (sites: readonly Site[]): HttpHandler => {
  const body = JSON.stringify({
    sites: sites.map(({ id, timezone, currency, origins: [origin] }) => ({ id, timezone, currency, origin })),
  });
  return async () => ({
    statusCode: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body,
  });
};
