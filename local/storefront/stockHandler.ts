import * as v from 'valibot';
import { ApiFault, faultAnswer, SECURITY_HEADERS } from '../../src/analytics/http/ApiFault.ts';
import { createMatcher } from '../../src/analytics/http/matchRoute.ts';
import { readJsonBody } from '../../src/analytics/http/readJsonBody.ts';
import { siteOf } from '../../src/analytics/http/siteOf.ts';
import type { Site } from '../../src/domain/site.ts';
import { type HttpEvent, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import type { Catalogue } from '../../src/ports/Catalogue.ts';

/** Of an HTTP API; the path names the product: `/api/local/products/{id}/stock`. */
export const STOCK_PATH = '/api/local/products/{proxy+}';

const match = createMatcher([{ path: '/api/local/products/{id}/stock' }]);

const STOCK = 'must be a whole number from 0 on';
const stockSchema = v.object({
  stock: v.pipe(v.number(STOCK), v.safeInteger(STOCK), v.minValue(0, STOCK)),
});

/** Sets how many there are of a product of the site that `?site=` names, or of the only one; 204. */
export const stockHandler =
  (catalogue: Pick<Catalogue, 'find' | 'setStock'>, sites: readonly [Site, ...Site[]]) =>
  async (event: HttpEvent) => {
    const http = readHttpRequest(event, undefined);
    const unknown = new ApiFault({
      status: 404,
      code: 'unknown_product',
      message: 'There is no such product.',
    });
    try {
      const id = match(http.path)[0]?.params.id;
      if (id === undefined) throw unknown;
      const site = siteOf(sites, new URLSearchParams(http.query).get('site') ?? undefined);
      const { stock } = readJsonBody(stockSchema, http);
      const [product] = await catalogue.find(site.id, [id]);
      if (product === undefined) throw unknown;
      await catalogue.setStock(site.id, id, stock);
      return { statusCode: 204, headers: SECURITY_HEADERS };
    } catch (error) {
      if (error instanceof ApiFault) return faultAnswer(error.details);
      throw error;
    }
  };
