import type { Site } from '../../domain/site.ts';
import type { HttpRequest } from '../../middleware/HttpRequest.ts';
import type { Account, Accounts } from '../../ports/Accounts.ts';
import { type Log, thrown } from '../../ports/Log.ts';
import { RecordUnavailable } from '../../ports/RecordStore.ts';
import { type CustomerLogin, RETRY_AFTER_S } from '../accounts/createCustomerLogin.ts';
import type { CartKeeper } from '../carts/createCartKeeper.ts';
import { type ShopAnswer, type ShopEndpoint, type ShopRequest, shopEndpoint } from '../http/ShopEndpoint.ts';
import { ShopFault } from '../http/ShopFault.ts';
import { CART_COOKIE, clearedCookie, cookieValues, REFRESH_COOKIE, setCookie } from '../http/shopCookies.ts';
import {
  loginOperation,
  logoutOperation,
  refreshOperation,
  registerOperation,
} from '../operations/authOperations.ts';
import type { AccessTokens } from '../tokens/createAccessTokens.ts';
import type { RefreshTokens } from '../tokens/createRefreshTokens.ts';

const tooManyAttempts = (retryAfterS: number): ShopFault =>
  new ShopFault({
    status: 429,
    code: 'too_many_attempts',
    message: 'Too many attempts. Please try again in a quarter of an hour.',
    headers: { 'retry-after': String(retryAfterS) },
  });

const badCredentials = (): ShopFault =>
  new ShopFault({
    status: 401,
    code: 'bad_credentials',
    message: 'Email address or password is wrong.',
  });

const emailTaken = (): ShopFault =>
  new ShopFault({
    status: 409,
    code: 'email_taken',
    message: 'There is an account with this email address already. Please log in.',
    field: 'email',
  });

const badToken = (): ShopFault =>
  new ShopFault({
    status: 401,
    code: 'bad_token',
    message: 'Please log in again.',
    cookies: [clearedCookie(REFRESH_COOKIE)],
  });

interface LoggedIn {
  readonly customer: { readonly id: string; readonly email: string; readonly name: string };
  readonly accessToken: string;
  readonly expiresAt: string;
}

/** Accounts, logins, and how they go on and end. */
export const authEndpoints = ({
  accounts,
  login,
  hashPassword,
  accessTokens,
  refreshTokens,
  keeper,
  randomId,
  log,
  count,
}: {
  readonly accounts: Accounts;
  readonly login: CustomerLogin;
  readonly hashPassword: (password: string) => Promise<string>;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly keeper: CartKeeper;
  readonly randomId: () => string;
  readonly log: Log;
  readonly count: (what: string) => void;
}): readonly ShopEndpoint[] => {
  const tellWhoAndHow = async (site: Site, account: Account, nowMs: number): Promise<LoggedIn> => {
    const { customer, email, name } = account;
    const { accessToken, expiresAtMs } = await accessTokens.issue({ site, customer, nowMs });
    return {
      customer: { id: customer, email, name },
      accessToken,
      expiresAt: new Date(expiresAtMs).toISOString(),
    };
  };

  const endLogins = async (site: Site, http: HttpRequest): Promise<void> => {
    for (const token of cookieValues(REFRESH_COOKIE, http)) await refreshTokens.end(site.id, token);
  };

  /** Nobody is kept from leaving: without the cookie the browser is logged out, whatever the record still holds. */
  const endLoginsOrGoOn: typeof endLogins = async (site, http) => {
    try {
      await endLogins(site, http);
    } catch (error) {
      if (!(error instanceof RecordUnavailable)) throw error;
      count('logout_not_in_record');
      log.warn('a logout whose refresh token the record still holds', thrown(error));
    }
  };

  /** By the first of these tokens that is good: a browser may send one that was planted before ours. */
  const refreshedBy = async (site: Site, tokens: readonly string[], nowMs: number) => {
    for (const token of tokens) {
      const refreshed = await refreshTokens.refresh(site.id, token, nowMs);
      if (refreshed.ok) return refreshed;
      count(`refresh_${refreshed.reason}`);
    }
    return undefined;
  };

  /** From a proven password to a session, a cart and tokens of the customer's. */
  const begin = async (
    { site, http, nowMs, event }: ShopRequest,
    account: Account,
  ): Promise<ShopAnswer<LoggedIn>> => {
    const { customer } = account;
    await keeper.merge(site, cookieValues(CART_COOKIE, http), customer);
    await endLogins(site, http);
    const token = await refreshTokens.begin({ site: site.id, customer, nowMs });
    const value = await tellWhoAndHow(site, account, nowMs);
    await event.login?.(customer);
    return { value, cookies: [setCookie(REFRESH_COOKIE, token), clearedCookie(CART_COOKIE)] };
  };

  return [
    shopEndpoint(registerOperation, async (request) => {
      const { site, body, http, nowMs } = request;
      if (!(await login.admits(site.id, http.address, nowMs))) throw tooManyAttempts(RETRY_AFTER_S);
      const account: Account = {
        site: site.id,
        email: body.email,
        customer: randomId() as Account['customer'],
        name: body.name,
        passwordHash: await hashPassword(body.password),
        createdAt: nowMs,
      };
      if (!(await accounts.create(account))) throw emailTaken();
      return begin(request, account);
    }),

    shopEndpoint(loginOperation, async (request) => {
      const { site, body, http, nowMs } = request;
      const tried = await login.login({ site: site.id, ...body, address: http.address, nowMs });
      if (tried.outcome === 'limited') throw tooManyAttempts(tried.retryAfterS);
      if (tried.outcome === 'refused') throw badCredentials();
      return begin(request, tried.account);
    }),

    shopEndpoint(refreshOperation, async ({ site, http, nowMs, event }) => {
      const refreshed = await refreshedBy(site, cookieValues(REFRESH_COOKIE, http), nowMs);
      if (refreshed === undefined) throw badToken();
      const account = await accounts.findByCustomer(site.id, refreshed.customer);
      if (account === undefined) throw badToken();
      const value = await tellWhoAndHow(site, account, nowMs);
      // A page that is loaded anew refreshes: no login where the session is the customer's already.
      if (event.session?.customerId !== account.customer)
        await event.login?.(account.customer, { by: 'token' });
      return { value, cookies: [setCookie(REFRESH_COOKIE, refreshed.token)] };
    }),

    shopEndpoint(logoutOperation, async ({ site, http, event }) => {
      await endLoginsOrGoOn(site, http);
      await event.logout?.();
      return {
        value: { ok: true as const },
        cookies: [clearedCookie(REFRESH_COOKIE), clearedCookie(CART_COOKIE)],
      };
    }),
  ];
};
