/** What the benchmark uses of packages that come without types. */

declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  export interface Request {
    method?: string;
    path?: string;
    headers?: { [name: string]: string };
    body?: string;
    setupRequest?: (request: Request) => Request;
  }
  export interface Client {
    setRequests(requests: Request[]): void;
  }
  export interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    /** Milliseconds between two looks at the clock. */
    readonly sampleInt: number;
    readonly method: string;
    readonly expectBody: string;
    readonly setupClient: (client: Client) => void;
  }
  export interface Result {
    readonly errors: number;
    readonly timeouts: number;
    readonly mismatches: number;
    readonly non2xx: number;
    readonly '2xx': number;
    readonly requests: { readonly sent: number };
  }
  /** A promise of the result that tells of each response meanwhile; times are milliseconds with fractions. */
  export default function autocannon(options: Options): Promise<Result> &
    EventEmitter<{
      response: [client: Client, status: number, bytes: number, responseMs: number];
    }>;
}

declare module 'express-session' {
  export class Store {}
  export interface SessionData {
    pageViews?: number;
  }
  export default function session(options: object): (request: never, response: never, next: never) => void;
}

declare module 'express' {
  interface Request {
    readonly body: { readonly events: readonly object[] };
    readonly session: import('express-session').SessionData;
    readonly sessionID: string;
  }
  interface Response {
    json(value: unknown): void;
  }
  interface Express {
    use(middleware: unknown): void;
    post(path: string, handler: (request: Request, response: Response) => unknown): void;
    listen(port: number, host: string, done: () => void): import('node:http').Server;
  }
  function express(): Express;
  namespace express {
    function json(): unknown;
  }
  export default express;
}
