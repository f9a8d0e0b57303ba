import { Agent, request } from 'node:http';
import { TRACK_PATH } from '../traffic/trackRequest.ts';

export interface TimedAnswer {
  readonly status: number;
  readonly body: string;
  readonly setCookies: readonly string[];
  /** From the first byte sent to the last one read. */
  readonly ms: number;
}

/** One browser's connection: a request after the other, each timed. */
export interface TimedClient {
  post(headers: { readonly [name: string]: string }, body: string): Promise<TimedAnswer>;
  close(): void;
}

export const timedClient = (port: number): TimedClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    post: (headers, body) =>
      new Promise((resolve, reject) => {
        const startedAt = performance.now();
        const sent = request(
          {
            host: '127.0.0.1',
            port,
            path: TRACK_PATH,
            method: 'POST',
            agent,
            headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          },
          (answer) => {
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
          },
        );
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
};
