import { Agent, request } from 'node:http';
import { BROWSER_HEADERS, postOf, randomHex, TRACK_PATH } from '../traffic/trackRequest.ts';

/** When one event was first sent, and what became of it. Times are of `performance.now`. */
export interface SentEvent {
  readonly id: string;
  /** When the schedule wanted it sent. */
  readonly dueAt: number;
  /** Absent while nobody has answered 200. */
  acceptedAt?: number;
  /** When a request with it failed, and how. */
  readonly failures: { readonly at: number; readonly how: string }[];
}

export interface OpenLoop {
  readonly events: readonly SentEvent[];
  /** Resolves once every event is accepted, or the time that it is sent again for is over. */
  readonly done: Promise<void>;
}

interface Visitor {
  readonly nonce: string;
  readonly cookies: Map<string, string>;
}

const TICK_MS = 4;
/** A browser does not wait longer for an answer of the tracker's. */
const TIMEOUT_MS = 10_000;
/** As the tracker does: the same event, until it is answered. */
const AGAIN_AFTER_MS = 1_000;
const SENT_AGAIN_FOR_MS = 60_000;
/** A Node server that is busy for seconds gets no more connections than this. */
const SOCKETS = 2_000;

/**
 * Sends page views of many visitors at a steady rate, whether the ones before were answered or not; what is not accepted is sent again,
 * with the same id, besides.
 */
export const openLoop = ({
  port,
  ratePerSecond,
  durationMs,
  visitors: visitorCount,
}: {
  readonly port: number;
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly visitors: number;
}): OpenLoop => {
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const origin = `http://localhost:${port}`;
  const visitors: Visitor[] = Array.from({ length: visitorCount }, () => ({
    nonce: randomHex(),
    cookies: new Map(),
  }));
  const events: SentEvent[] = [];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const startedAt = performance.now();
  let open = 0;
  let allSent = false;

  /** @returns why it was not accepted; nothing where it was */
  const post = (visitor: Visitor, body: string): Promise<string | undefined> =>
    new Promise((answered, failed) => {
      const { nonce, cookies } = visitor;
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          path: TRACK_PATH,
          method: 'POST',
          agent,
          timeout: TIMEOUT_MS,
          headers: {
            ...BROWSER_HEADERS,
            host: `localhost:${port}`,
            origin,
            referer: `${origin}/`,
            'x-footfall-nonce': nonce,
            'content-length': String(Buffer.byteLength(body)),
            ...(cookies.size === 0
              ? {}
              : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
          },
        },
        (answer) => {
          for (const cookie of answer.headers['set-cookie'] ?? []) {
            const [pair = ''] = cookie.split(';', 1);
            cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
          }
          let text = '';
          answer.setEncoding('utf8').on('error', failed);
          answer.on('data', (part: string) => {
            text += part;
          });
          answer.on('end', () => {
            if (answer.statusCode === 200) answered(undefined);
            else answered(`${answer.statusCode} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ''}`);
          });
        },
      );
      sent.on('timeout', () => sent.destroy(new Error('no answer')));
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The server had just closed a connection that was idle: a browser sends again on another one, and so do we (RFC 9112, section 9.3.1).
        if (error.code === 'ECONNRESET' && sent.reusedSocket) post(visitor, body).then(answered, failed);
        else failed(error);
      });
      sent.end(body);
    });

  const settled = (): void => {
    open -= 1;
    if (allSent && open === 0) {
      agent.destroy();
      resolve();
    }
  };
  const send = async (event: SentEvent, visitor: Visitor): Promise<void> => {
    const body = postOf([{ eventType: 'page_view', eventId: event.id, path: '/shoes/red' }], {
      nonce: visitor.nonce,
      sentAt: Date.now(),
    });
    const how = await post(visitor, body).catch(
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
    const at = performance.now();
    if (how === undefined) {
      event.acceptedAt = at;
      return settled();
    }
    event.failures.push({ at, how });
    if (at - event.dueAt > SENT_AGAIN_FOR_MS) return settled();
    setTimeout(() => void send(event, visitor), AGAIN_AFTER_MS);
  };

  const timer = setInterval(() => {
    const elapsedMs = Math.min(performance.now() - startedAt, durationMs);
    const due = Math.floor((elapsedMs * ratePerSecond) / 1_000);
    while (events.length < due) {
      const event: SentEvent = {
        id: randomHex(),
        dueAt: startedAt + (events.length * 1_000) / ratePerSecond,
        failures: [],
      };
      const visitor = visitors[events.length % visitors.length] as Visitor;
      events.push(event);
      open += 1;
      void send(event, visitor);
    }
    if (elapsedMs < durationMs) return;
    clearInterval(timer);
    allSent = true;
    if (open === 0) resolve();
  }, TICK_MS);
  return { events, done };
};
