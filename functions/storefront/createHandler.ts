import middy from '@middy/core';
import { faultAnswer } from '../../src/analytics/http/ApiFault.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { type HttpEvent, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { sessionMiddleware } from '../../src/middleware/sessionMiddleware.ts';
import { hashOfNoPassword, hashPassword, verifyPassword } from '../../src/passwords/passwordHash.ts';
import { createCustomerLogin } from '../../src/storefront/accounts/createCustomerLogin.ts';
import { limitOfLogin } from '../../src/storefront/accounts/loginLimits.ts';
import { createCartKeeper } from '../../src/storefront/carts/createCartKeeper.ts';
import { authEndpoints } from '../../src/storefront/endpoints/authEndpoints.ts';
import { cartEndpoints } from '../../src/storefront/endpoints/cartEndpoints.ts';
import { orderEndpoints } from '../../src/storefront/endpoints/orderEndpoints.ts';
import { productEndpoints } from '../../src/storefront/endpoints/productEndpoints.ts';
import { createShopApi } from '../../src/storefront/http/createShopApi.ts';
import { isCrossSite } from '../../src/storefront/http/isCrossSite.ts';
import { STOREFRONT } from '../../src/storefront/operations/paths.ts';
import { createPlaceOrder } from '../../src/storefront/orders/placeOrder.ts';
import type { StorefrontDependencies } from '../../src/storefront/StorefrontDependencies.ts';
import { createAccessTokens } from '../../src/storefront/tokens/createAccessTokens.ts';
import { createRefreshTokens } from '../../src/storefront/tokens/createRefreshTokens.ts';

/** What this function answers, as a route of an HTTP API. */
export const STOREFRONT_PATHS = [`${STOREFRONT}/{proxy+}`] as const;

const CROSS_SITE = {
  status: 403,
  code: 'cross_site',
  message: 'Only the shop’s own pages may do this.',
} as const;

const endpointsOf = (deps: StorefrontDependencies, accessTokens: ReturnType<typeof createAccessTokens>) => {
  const { session, catalogue, accounts, attempts, orders, book, passwordCost, randomId, log } = deps;
  const { count } = session;
  const keeper = createCartKeeper({ carts: deps.carts, catalogue, randomId });
  const login = createCustomerLogin({
    accounts,
    attempts,
    verify: verifyPassword,
    hashOfNobody: hashOfNoPassword(passwordCost),
    log,
    count,
  });
  return [
    ...productEndpoints(catalogue),
    ...cartEndpoints({ keeper, catalogue }),
    ...authEndpoints({
      accounts,
      login,
      hashPassword: (password) => hashPassword(password, passwordCost),
      accessTokens,
      refreshTokens: createRefreshTokens({ families: deps.families, keys: deps.jwtKeys, randomId }),
      keeper,
      randomId,
      log,
      count,
    }),
    ...orderEndpoints({
      placeOrder: createPlaceOrder({ orders, book, keeper, catalogue, randomId }),
      orders,
      book,
    }),
  ];
};

/**
 * The storefront: products, carts, accounts and orders of a small shop, each answered behind the session middleware, as any shop's own
 * handlers would be.
 */
export const createHandler = (deps: StorefrontDependencies) => {
  const { session, log, now } = deps;
  const { sites, originSecret } = session;
  const accessTokens = createAccessTokens(deps.jwtKeys);
  const behindSession = middy(
    createShopApi({
      endpoints: endpointsOf(deps, accessTokens),
      sites,
      accessTokens,
      originSecret,
      log,
      now,
    }),
  ).use(
    sessionMiddleware(session, {
      pageViews: 'auto',
      limitOf: limitOfLogin,
      customerOf: async (request, site) => {
        const proven = await accessTokens.prove(request, site, now());
        return proven.proof === 'good' ? proven.customer : undefined;
      },
    }),
  );

  return async (event: HttpEvent, context: Parameters<typeof behindSession>[1]): Promise<HttpAnswer> =>
    // Before the session: a page elsewhere could begin another one here.
    isCrossSite(readHttpRequest(event, originSecret))
      ? faultAnswer(CROSS_SITE)
      : ((await behindSession(event, context)) as HttpAnswer);
};
