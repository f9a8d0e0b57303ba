import { CHROME } from '../support/apiGatewayEvents.ts';
import { cookiePair } from '../support/cookiePair.ts';

/** An answer of the storefront, whatever it is. */
export interface ShopAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
  readonly body: any;
  readonly setCookies: readonly string[];
}

interface ShopRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: object;
  readonly headers?: { readonly [name: string]: string };
}

/** Credentials of a customer; an address of its own for each number. */
export const credentials = (number: number | string) => ({
  email: `customer-${number}@mail.example`,
  password: `the password of ${number}`,
});

/** A browser at a storefront: it keeps cookies and the token as the shop's pages would, and tells each answer. */
export const shopBrowser = (url: string, jar = new Map<string, string>()) => {
  let accessToken: string | undefined;
  const send = async (
    path: string,
    { method = 'POST', body, headers }: ShopRequest = {},
  ): Promise<ShopAnswer> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        'user-agent': CHROME,
        'accept-language': 'en',
        'sec-fetch-dest': 'empty',
        'sec-fetch-site': 'same-origin',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'GET' ? {} : { origin: url, 'content-type': 'application/json' }),
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
        ...headers,
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const text = await answer.text();
    const setCookies = answer.headers.getSetCookie();
    for (const line of setCookies) {
      jar.set(...cookiePair(line));
    }
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), setCookies };
  };
  const shop = (path: string, request?: ShopRequest) => send(`/api/storefront/${path}`, request);
  const authenticate = async (path: string, body: object): Promise<ShopAnswer> => {
    const answer = await shop(path, { body });
    if (answer.status < 300) accessToken = answer.body.accessToken;
    return answer;
  };
  return {
    jar,
    send,
    get: (path: string) => shop(path, { method: 'GET' }),
    post: (path: string, body?: object, headers?: ShopRequest['headers']) =>
      shop(path, { ...(body ? { body } : {}), ...(headers ? { headers } : {}) }),
    view: (path: string) => send('/track', { body: { eventType: 'page_view', path } }),
    register: (who: number | string) =>
      authenticate('auth/register', { ...credentials(who), name: `Customer ${who}` }),
    logIn: (who: number | string) => authenticate('auth/login', credentials(who)),
    add: (productId: string, quantity = 1) => shop('cart/items', { body: { productId, quantity } }),
    order: (key: string) => shop('orders', { headers: { 'idempotency-key': key } }),
    /** What the session's cookie says, unverified. */
    session: (): { sid: string; vid: string; b: string; k: string } =>
      JSON.parse(Buffer.from(jar.get('session')?.split('.')[0] ?? '', 'base64url').toString()),
  };
};
