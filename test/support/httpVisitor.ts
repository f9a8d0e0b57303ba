import { randomBytes, randomUUID } from 'node:crypto';
import { CHROME } from './apiGatewayEvents.ts';
import { cookiePair } from './cookiePair.ts';

/** A visitor over HTTP: keeps cookies as a browser does, and remembers which events were answered with 200. */
export interface HttpVisitor {
  readonly jar: Map<string, string>;
  /** Ids of the page views that were answered with 200. */
  readonly accepted: string[];
  /** Answers that were not 200, and requests that failed. */
  readonly failures: string[];
  /** Sends one page view; a retry of the same id is the caller's. */
  view(path: string): Promise<void>;
  /** Tells what else the visitor does on a page, as the tracker does. @throws Error where that is not answered with 200 */
  tell(event: {
    readonly eventType: string;
    readonly path: string;
    readonly properties: object;
  }): Promise<void>;
  /** Asks a handler of the shop's behind the session middleware. @throws Error where it does not answer 200 */
  ask(path: string, body: object): Promise<void>;
}

export interface HttpVisitorOptions {
  /** One a visit: a tracker that comes back makes a new one. */
  readonly nonce?: string;
  /** Cookies of the browser's earlier visits. */
  readonly jar?: Map<string, string>;
  /** Of the page; the server's own by default. */
  readonly origin?: string;
  /** What each request says besides, asked anew for each. */
  readonly headers?: () => { readonly [name: string]: string };
}

/** @param url the server's origin */
export const httpVisitor = (
  url: string,
  {
    nonce = randomBytes(16).toString('hex'),
    jar = new Map(),
    origin = url,
    headers = () => ({}),
  }: HttpVisitorOptions = {},
): HttpVisitor => {
  const accepted: string[] = [];
  const failures: string[] = [];
  const post = async (path: string, body: object): Promise<number> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin,
        'user-agent': CHROME,
        'accept-language': 'en',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers(),
      },
      body: JSON.stringify(body),
    });
    for (const cookie of response.headers.getSetCookie()) {
      jar.set(...cookiePair(cookie));
    }
    await response.text();
    return response.status;
  };
  const postOrThrow = async (path: string, body: object): Promise<void> => {
    const status = await post(path, body);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
  };
  return {
    jar,
    accepted,
    failures,
    view: async (path) => {
      const eventId = randomUUID();
      try {
        const status = await post('/track', { events: [{ eventType: 'page_view', path, eventId }], nonce });
        if (status === 200) accepted.push(eventId);
        else failures.push(`${status} ${path}`);
      } catch (error) {
        failures.push(`${String(error)} ${path}`);
      }
    },
    tell: (event) => postOrThrow('/track', { events: [{ ...event, eventId: randomUUID() }], nonce }),
    ask: postOrThrow,
  };
};

/** Keeps visitors busy, one request after another each, until it is told to stop. */
export const underLoad = (visitors: readonly HttpVisitor[], { pauseMs = 0 } = {}) => {
  let running = true;
  const done = Promise.all(
    visitors.map(async (visitor) => {
      for (let page = 0; running; page++) {
        await visitor.view(`/page/${page}`);
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }),
  );
  return {
    stop: async (): Promise<void> => {
      running = false;
      await done;
    },
  };
};

/** Asks again and again until it holds; the last error is thrown where it never does. */
export const eventually = async (check: () => Promise<void>, timeoutMs = 15_000): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};
