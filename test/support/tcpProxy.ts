import { createConnection, createServer, type Socket } from 'node:net';
import { promisify } from 'node:util';

/** A proxy between a client and a real server, which can let connections die as a network does: without a word. */
export interface TcpProxy {
  readonly port: number;
  /** Connections taken so far. */
  readonly accepted: () => number;
  /** From now on nothing passes over the connections that are open; new ones are served. */
  silence(): void;
  close(): Promise<void>;
}

export const startTcpProxy = async (targetPort: number): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  let accepted = 0;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    accepted += 1;
    const target = createConnection({ port: targetPort, host: '127.0.0.1' });
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      const heard = () => !silent.has(client);
      from.on('data', (bytes) => void (heard() && to.write(bytes)));
      from.on('end', () => void (heard() && to.end()));
      from.on('error', () => void (heard() && to.destroy()));
      from.on('close', () => sockets.delete(from));
    }
    sockets.add(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    accepted: () => accepted,
    silence: () => {
      for (const socket of sockets) silent.add(socket);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await promisify(server.close.bind(server))();
    },
  };
};
