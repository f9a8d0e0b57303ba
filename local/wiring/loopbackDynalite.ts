import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { connectDynamo } from '../../src/adapters/dynamodb/connectDynamo.ts';
import { LOOPBACK, listen } from '../http/listen.ts';

/** A DynamoDB in this process that only its own client can use. */
export interface LoopbackDynalite {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Ends the client's connections and closes the database. */
  close(): Promise<void>;
}

/** The client and the whole of `npm start` share one thread with the server. */
const TIMEOUT_MS = 15_000;

/**
 * Starts dynalite on 127.0.0.1, on any port that is free, and a client for it.
 * @param options.path of its LevelDB; one process at a time
 */
export const startLoopbackDynalite = async ({
  path,
}: {
  readonly path: string;
}): Promise<LoopbackDynalite> => {
  const accessKeyId = randomBytes(16).toString('hex');
  const server = guarded(dynalite({ path, createTableMs: 0 }), accessKeyId);
  // Node closes a connection that was idle for 5 s, as one is in the middle of a long fold: the next request then met a reset.
  server.keepAliveTimeout = 0;
  const endpoint = `http://${LOOPBACK}:${await listen(server, 0)}`;
  const client = connectDynamo({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'local' },
    signer: {
      sign: async (request) => {
        Object.assign(request.headers, unsigned(accessKeyId));
        return request;
      },
    },
    // A command in the same process either works or never will.
    maxAttempts: 1,
    timeoutMs: TIMEOUT_MS,
  });
  return {
    endpoint,
    client,
    close: async () => {
      client.destroy();
      await closed(server);
    },
  };
};

/** dynalite looks for a signature and does not check it: making one takes a quarter of a command's time (0.4 of 1.5 to 2.2 ms, 2026-11-22). */
const unsigned = (accessKeyId: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/local, SignedHeaders=none, Signature=none`,
  'x-amz-date': '20261122T000000Z',
});

/**
 * dynalite (4.0.0) serves whoever reaches its port, pages of any origin in this machine's browser too, and ends the process where a
 * client hangs up amid a request. So it sees only requests that name this run's access key, and no broken ones.
 */
const guarded = (server: Server, accessKeyId: string): Server => {
  const answers = server.listeners('request') as ((q: IncomingMessage, s: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!request.headers.authorization?.includes(`Credential=${accessKeyId}/`)) {
      response.writeHead(403).end();
      return;
    }
    for (const answer of answers) answer(request, response);
    request.removeAllListeners('error');
    request.on('error', () => response.destroy());
  });
  return server;
};

const closed = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
