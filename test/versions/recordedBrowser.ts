import { CHROME } from '../support/apiGatewayEvents.ts';
import { cookiePair } from '../support/cookiePair.ts';
import { RECORDED } from './recordingTerms.ts';

/** An answer to a browser. */
export interface BrowserAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whoever asks says what it expects
  readonly body: any;
  readonly setCookies: readonly string[];
}

/** A browser over HTTP at a shop's page: keeps the cookies that it gets and takes away those that are cleared. */
export const recordedBrowser = (url: string, cookies: { readonly [name: string]: string } = {}) => {
  const jar = new Map(Object.entries(cookies));
  const send = async (
    path: string,
    { method, body, headers = {} }: { method: string; body?: string; headers?: Record<string, string> },
  ): Promise<BrowserAnswer> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        origin: RECORDED.origin,
        'user-agent': CHROME,
        'accept-language': 'en',
        'sec-fetch-dest': 'empty',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const setCookies = answer.headers.getSetCookie();
    for (const cookie of setCookies) {
      const [name, value] = cookiePair(cookie);
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, body: isJson ? JSON.parse(text) : text, setCookies };
  };
  const post = (path: string, body: object | string, headers: Record<string, string> = {}) =>
    send(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers });
  return {
    cookies: (): { readonly [name: string]: string } => Object.fromEntries(jar),
    get: (path: string, headers: Record<string, string> = {}) => send(path, { method: 'GET', headers }),
    post,
    /** As `post`. @throws Error where it is answered with no success */
    ask: async (...asked: Parameters<typeof post>): Promise<BrowserAnswer> => {
      const answer = await post(...asked);
      if (answer.status >= 300) throw new Error(`${asked[0]} answered ${answer.status}`);
      return answer;
    },
  };
};
