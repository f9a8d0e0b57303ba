import { randomUUID } from 'node:crypto';
import { CHROME } from '../support/apiGatewayEvents.ts';
import { cookiePair } from '../support/cookiePair.ts';
import type { HttpVisitorOptions } from '../support/httpVisitor.ts';

/** Somebody who shops at the storefront in a browser. */
export interface StorefrontCustomer {
  puts(productId: string): Promise<void>;
  /** Makes an account, and is logged in. @returns the customer's id */
  registers(): Promise<string>;
  checksOut(): Promise<void>;
  /** @returns the order's id and amount */
  orders(): Promise<{ readonly id: string; readonly amountMinor: number }>;
}

/**
 * @param url the server's origin
 * @param options as an `httpVisitor` has them; the jar's cookies are kept as they come
 */
export const storefrontCustomer = (
  url: string,
  {
    jar = new Map(),
    origin = url,
    headers = () => ({}),
  }: Pick<HttpVisitorOptions, 'jar' | 'origin' | 'headers'> = {},
): StorefrontCustomer => {
  let accessToken: string | undefined;

  /** The answer's JSON. @throws Error where it is no success */
  const post = async (path: string, body: object, more: { readonly [name: string]: string } = {}) => {
    const answer = await fetch(`${url}/api/storefront/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin,
        'user-agent': CHROME,
        'accept-language': 'en',
        'sec-fetch-dest': 'empty',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
        ...more,
        ...headers(),
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    for (const line of answer.headers.getSetCookie()) {
      jar.set(...cookiePair(line));
    }
    return JSON.parse(text);
  };

  return {
    puts: async (productId) => {
      await post('cart/items', { productId, quantity: 1 });
    },
    registers: async () => {
      const account = { email: `${randomUUID()}@mail.example`, password: randomUUID(), name: 'Ada' };
      const answer = await post('auth/register', account);
      accessToken = answer.accessToken;
      return answer.customer.id;
    },
    checksOut: async () => {
      await post('checkout', {});
    },
    orders: async () => (await post('orders', {}, { 'idempotency-key': randomUUID() })).order,
  };
};
