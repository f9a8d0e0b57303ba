import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';

/** What happens to one call on its way to the real server. */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** The connection ends without an answer. */
  | { readonly kind: 'reset' }
  /** No answer ever. */
  | { readonly kind: 'hang' };

/** A way to an SQS on which a test puts faults. */
export interface FaultyWay {
  readonly endpoint: string;
  /** Calls seen. */
  readonly calls: number;
  /** Decides on each call; without a fault it goes through. */
  faultOf: (call: { readonly reusedConnection: boolean; readonly body: string }) => Fault | undefined;
  /** Refuses connections from now on, and ends those that are there. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
}

/** SQS's answer to a call that it throttles. */
export const THROTTLED: Fault = {
  kind: 'answer',
  status: 400,
  body: '{"__type":"com.amazonaws.sqs#ThrottlingException","message":"Rate exceeded"}',
};

const bodyOf = async (stream: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const passOn = (upstream: string, call: IncomingMessage, body: string, answer: ServerResponse): void => {
  const { connection: _, ...headers } = call.headers;
  const passed = httpRequest(upstream, { method: 'POST', headers, agent: false }, (received) => {
    answer.writeHead(received.statusCode ?? 502, { 'Content-Type': received.headers['content-type'] ?? '' });
    received.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  passed.end(body);
};

/** Starts one on 127.0.0.1 in front of an SQS. */
export const startFaultyWay = async (upstream: string): Promise<FaultyWay> => {
  let calls = 0;
  const used = new WeakSet<Socket>();
  const serve = async (call: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = await bodyOf(call);
    calls++;
    const fault = way.faultOf({ reusedConnection: used.has(call.socket), body });
    used.add(call.socket);
    if (fault === undefined) passOn(upstream, call, body, answer);
    else if (fault.kind === 'reset') call.socket.resetAndDestroy();
    else if (fault.kind === 'answer')
      answer.writeHead(fault.status, { 'Content-Type': 'application/x-amz-json-1.0' }).end(fault.body);
  };
  const listen = (port: number): Promise<Server> =>
    new Promise((resolve, reject) => {
      const started = createServer((call, answer) => void serve(call, answer));
      started.once('error', reject);
      started.listen(port, '127.0.0.1', () => resolve(started));
    });

  let server = await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  const way: FaultyWay = {
    endpoint: `http://127.0.0.1:${port}`,
    get calls() {
      return calls;
    },
    faultOf: () => undefined,
    goDown: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    comeBack: async () => {
      server = await listen(port);
    },
  };
  return way;
};
