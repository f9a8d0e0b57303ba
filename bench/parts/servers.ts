/** What a server of the benchmark does with a request, by which it is known whether it did it. */
export interface BenchServer {
  readonly file: string;
  readonly title: string;
  /** Whether it keeps sessions in Redis and sets cookies that it recognises. */
  readonly keepsSessions: boolean;
  /** Whether a message of each request is in the queue before the answer. */
  readonly enqueues: boolean;
}

/** The servers that are compared over HTTP. */
export const SERVERS = {
  raw: {
    file: 'servers/raw.ts',
    title: 'raw `node:http`, reads a body, sets a cookie',
    keepsSessions: false,
    enqueues: false,
  },
  bare: {
    file: 'servers/bare.ts',
    title: 'bare handler behind our HTTP server',
    keepsSessions: false,
    enqueues: false,
  },
  session: {
    file: 'servers/session.ts',
    title: 'session middleware, no queue',
    keepsSessions: true,
    enqueues: false,
  },
  express: {
    file: 'servers/express.ts',
    title: 'express-session + connect-redis',
    keepsSessions: true,
    enqueues: false,
  },
  track: {
    file: 'servers/track.ts',
    title: 'track, durable enqueue',
    keepsSessions: true,
    enqueues: true,
  },
  trackUncoalesced: {
    file: 'servers/trackUncoalesced.ts',
    title: 'track, a call of SQS a message (no coalescing)',
    keepsSessions: true,
    enqueues: true,
  },
  expressSqs: {
    file: 'servers/expressSqs.ts',
    title: 'express-session + connect-redis + SDK `SendMessage`',
    keepsSessions: true,
    enqueues: true,
  },
} as const satisfies { readonly [name: string]: BenchServer };
export type ServerName = keyof typeof SERVERS;
