import { randomBytes, randomUUID } from 'node:crypto';
import { CHROME } from './apiGatewayEvents.ts';

/** A visitor over HTTP: keeps cookies as a browser does, and remembers which events were answered with 200. */
export interface HttpVisitor {
  readonly jar: Map<string, string>;
  /** Ids of the page views that were answered with 200. */
  readonly accepted: string[];
  /** Answers that were not 200, and requests that failed. */
  readonly failures: string[];
  /** Sends one page view; a retry of the same id is the caller's. */
  view(path: string): Promise<void>;
}

/** @param url the server's origin */
export const httpVisitor = (url: string, { nonce = randomBytes(16).toString('hex') } = {}): HttpVisitor => {
  const jar = new Map<string, string>();
  const accepted: string[] = [];
  const failures: string[] = [];
  return {
    jar,
    accepted,
    failures,
    view: async (path) => {
      const eventId = randomUUID();
      try {
        const response = await fetch(`${url}/track`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            origin: url,
            'user-agent': CHROME,
            'accept-language': 'en',
            cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
          },
          body: JSON.stringify({ events: [{ eventType: 'page_view', path, eventId }], nonce }),
        });
        for (const cookie of response.headers.getSetCookie()) {
          const [pair = ''] = cookie.split(';', 1);
          jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
        }
        await response.text();
        if (response.status === 200) accepted.push(eventId);
        else failures.push(`${response.status} ${path}`);
      } catch (error) {
        failures.push(`${String(error)} ${path}`);
      }
    },
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
