import { Agent, request } from 'node:http';
import { TRACK_PATH } from '../traffic/trackRequest.ts';

export interface TimedAnswer {
  readonly status: number;
  readonly body: string;
  readonly setCookies: readonly string[];
  /** From the first byte sent to the last one read. */
  readonly ms: number;
}

type Headers = { readonly [name: string]: string };

/** One browser's connection: a request after the other, each timed. */
export interface TimedClient {
  /** To `/track`. */
  post(headers: Headers, body: string): Promise<TimedAnswer>;
  get(path: string, headers: Headers): Promise<TimedAnswer>;
  close(): void;
}

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Headers;
  readonly body?: string;
}

export const timedClient = (port: number): TimedClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = ({ method, path, headers, body }: Sent): Promise<TimedAnswer> =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const sent = request({ host: '127.0.0.1', port, path, method, agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
            setCookies: answer.headers['set-cookie'] ?? [],
            ms: performance.now() - startedAt,
          }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    post: (headers, body) => {
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      return send({ method: 'POST', path: TRACK_PATH, headers: { ...headers, ...length }, body });
    },
    get: (path, headers) => send({ method: 'GET', path, headers }),
    close: () => agent.destroy(),
  };
};
