import { readFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text as textOf } from 'node:stream/consumers';
import { Complaint } from './Complaint.ts';

/** Where the local server is, and what lets one control it: `control.json` in its data folder. */
export interface Control {
  readonly url: string;
  readonly token: string;
}

/** @returns absent where no server says that it runs on that folder */
export const readControl = async (dataDir: string): Promise<Control | undefined> => {
  try {
    return JSON.parse(await readFile(join(dataDir, 'control.json'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Complaint(`control.json in ${dataDir} cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
};

/** Nobody listens there any more, or the connection broke. */
export class ServerGone extends Complaint {
  override readonly name: string = 'ServerGone';
}

export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly setCookies: readonly string[];
  readonly text: string;
}

export interface LocalServer {
  /** @throws ServerGone */
  ask(asked: Asked): Promise<Answer>;
  /** The lines of an answer, as they come; of one that is not 200, its body. @throws ServerGone */
  lines(asked: Asked): Promise<{ readonly status: number; readonly lines: AsyncIterable<string> }>;
  close(): void;
}

/** The running server, over so many connections that are kept. */
export const connectLocalServer = ({ url, token }: Control, { connections = 1 } = {}): LocalServer => {
  const { hostname, port, host } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  const send = ({ method, path, headers, body }: Asked): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const sent = request({
        agent,
        // It listens on 127.0.0.1 alone; `localhost` would be looked up, and tried by IPv6, for each connection.
        hostname: hostname === 'localhost' ? '127.0.0.1' : hostname,
        port,
        method,
        path,
        headers: {
          host,
          'x-footfall-control': token,
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      });
      sent.on('response', resolve);
      sent.on('error', (cause: NodeJS.ErrnoException) =>
        reject(
          new ServerGone(`Footfall does not answer at ${url} (${cause.code ?? cause.message}).`, { cause }),
        ),
      );
      sent.end(body);
    });

  return {
    ask: async (asked) => {
      const answer = await send(asked);
      const text = await textOf(answer).catch((cause: Error) => {
        throw new ServerGone(`Footfall at ${url} broke off its answer (${cause.message}).`, { cause });
      });
      return { status: answer.statusCode ?? 0, setCookies: answer.headers['set-cookie'] ?? [], text };
    },
    lines: async (asked) => {
      const answer = await send(asked);
      return { status: answer.statusCode ?? 0, lines: createInterface({ input: answer }) };
    },
    close: () => agent.destroy(),
  };
};
