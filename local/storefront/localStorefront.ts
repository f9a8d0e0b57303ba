import { createHandler } from '../../functions/storefront/createHandler.ts';
import type { HttpEvent } from '../../src/middleware/HttpRequest.ts';
import type { PasswordCost } from '../../src/passwords/passwordHash.ts';
import type { StorefrontDependencies } from '../../src/storefront/StorefrontDependencies.ts';
import type { HttpHandler } from '../http/Routes.ts';
import type { OpenStores } from '../wiring/openStores.ts';
import { SEED_PRODUCTS } from './seedProducts.ts';

/** A twenty-fourth of what is right elsewhere: passwords here are nobody's, and a simulation logs thousands in. */
const LOCAL_PASSWORD_COST: PasswordCost = { N: 2 ** 12, r: 8, p: 1 };

/**
 * The storefront's own handler on the local stores, its shelves filled.
 * @throws RecordUnavailable
 */
export const localStorefront = async ({
  stores: { shop, metrics },
  ...deps
}: { readonly stores: Pick<OpenStores, 'shop' | 'metrics'> } & Pick<
  StorefrontDependencies,
  'session' | 'orders' | 'jwtKeys' | 'now' | 'randomId' | 'log'
>): Promise<HttpHandler> => {
  for (const { id } of deps.session.sites) await shop.catalogue.seed(id, SEED_PRODUCTS);
  const handler = createHandler({
    ...deps,
    ...shop,
    attempts: metrics.attempts,
    passwordCost: LOCAL_PASSWORD_COST,
  });
  return (event, context) => handler(event as HttpEvent, context);
};
