import { randomUUID } from 'node:crypto';
import { CHROME } from '../support/apiGatewayEvents.ts';

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
 * @param jar cookies of the browser, kept as they come
 * @param headers what each request says besides, asked anew for each
 */
export const storefrontCustomer = (
  url: string,
  {
    jar,
    origin,
    headers,
  }: {
    readonly jar: Map<string, string>;
    readonly origin: string;
    readonly headers: () => { readonly [name: string]: string };
  },
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
      const [pair = ''] = line.split(';', 1);
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
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
