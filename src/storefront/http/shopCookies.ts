import type { HttpRequest } from '../../middleware/HttpRequest.ts';
import { readCookieHeader } from '../../middleware/readCookieHeader.ts';
import { ANONYMOUS_CART_KEPT_S } from '../../ports/Carts.ts';
import { AUTH, STOREFRONT } from '../operations/paths.ts';
import { REFRESH_TOKEN_MS } from '../tokens/createRefreshTokens.ts';

interface ShopCookie {
  readonly name: string;
  readonly maxAgeS: number;
  readonly flags: string;
}

/** The refresh token's: sent to the shop's own pages' logins alone. */
export const REFRESH_COOKIE: ShopCookie = {
  name: 'refresh',
  maxAgeS: REFRESH_TOKEN_MS / 1_000,
  flags: `Path=${AUTH}; HttpOnly; Secure; SameSite=Strict`,
};

/** Of a cart that nobody has logged in with. */
export const CART_COOKIE: ShopCookie = {
  name: 'cart',
  maxAgeS: ANONYMOUS_CART_KEPT_S,
  flags: `Path=${STOREFRONT}; HttpOnly; Secure; SameSite=Lax`,
};

/** A `Set-Cookie` value. */
export const setCookie = ({ name, maxAgeS, flags }: ShopCookie, value: string): string =>
  `${name}=${value}; Max-Age=${maxAgeS}; ${flags}`;

/** A `Set-Cookie` value that takes a cookie away. */
export const clearedCookie = (cookie: ShopCookie): string => setCookie({ ...cookie, maxAgeS: 0 }, '');

/** All values that were sent under its name; another `Path` or `Domain` may have planted one before ours. */
export const cookieValues = (cookie: ShopCookie, request: Pick<HttpRequest, 'cookieHeader'>): string[] =>
  readCookieHeader(request.cookieHeader, cookie.name).filter((value) => value !== '');
