import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { createConnection } from 'node:net';

export interface Question {
  readonly method: string;
  /** With its query; ASCII without blanks, as a client writes it. */
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Buffer | string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** From the first byte sent to the last one read. */
  readonly ms: number;
}

/** An honest request is answered in milliseconds: what takes as long as this hangs. */
const HANGS_AFTER_MS = 15_000;

/** A client that keeps its connections. */
export interface Client {
  /** @throws Error where the server hangs up, or says nothing for 15 s */
  ask(question: Question): Promise<Answer>;
  close(): void;
}

/** @param connections at once */
export const createClient = (port: number, connections: number): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    ask: ({ method, path, headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const startedAt = performance.now();
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const sent = request(
          { host: '127.0.0.1', port, method, path, agent, headers: { ...headers, ...length } },
          (answer) => {
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('error', reject);
            answer.on('end', () =>
              resolve({
                status: answer.statusCode ?? 0,
                headers: answer.headers,
                body: Buffer.concat(chunks).toString(),
                ms: performance.now() - startedAt,
              }),
            );
          },
        );
        sent.setTimeout(HANGS_AFTER_MS, () => sent.destroy(new Error('no answer within 15 s')));
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
};

/**
 * Sends bytes as they are, and hangs up once it has heard something, or the server has.
 * @returns the status of the first answer, or `undefined` where the server hung up without one
 * @throws Error where neither happens within 15 s
 */
export const askOnWire = (port: number, bytes: Buffer): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    let heard = '';
    const statusOf = (): number | undefined => {
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(heard)?.[1];
      return status === undefined ? undefined : Number(status);
    };
    const end = (): void => {
      socket.destroy();
      resolve(statusOf());
    };
    socket.setTimeout(HANGS_AFTER_MS, () => {
      socket.destroy();
      reject(new Error('neither an answer nor an end within 15 s'));
    });
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      // `100 Continue` is not the answer yet.
      if (statusOf() !== undefined && statusOf() !== 100) end();
    });
    // A server that refuses what is still being sent resets the connection.
    socket.on('error', end);
    socket.on('end', end);
    socket.write(bytes);
  });

/** Does the work on all items, so many at once. */
export const inTurns = async <Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      await work(items[next++] as Item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};
