import middy from '@middy/core';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import type { SessionDependencies } from '../../src/middleware/SessionDependencies.ts';
import { sessionMiddleware, type WithSession } from '../../src/middleware/sessionMiddleware.ts';
import type { ProductList } from '../../web/start/wire.ts';
import { PRODUCTS } from './products.ts';

/** The demo shop's goods, by a handler such as a shop's own: any handler may be wrapped in the session middleware. */
export const productsHandler = (session: SessionDependencies) => {
  const list: ProductList = { currency: session.sites[0].currency, products: PRODUCTS };
  const body = JSON.stringify(list);
  return middy(
    async (_event: HttpEvent & Partial<WithSession>): Promise<HttpAnswer> => ({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body,
    }),
  ).use(sessionMiddleware(session, { pageViews: 'auto' }));
};
