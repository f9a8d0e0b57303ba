import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Nobody but this machine is served. */
export const LOOPBACK = '127.0.0.1';

/** Somebody listens on the port already. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/**
 * Listens on 127.0.0.1; resolves with the port.
 * @param port 0 for any that is free
 * @throws {@link PortTaken}, and what else the system says
 */
export const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const refused = (cause: NodeJS.ErrnoException): void => {
      const taken = cause.code === 'EADDRINUSE';
      reject(taken ? new PortTaken(`Port ${port} is taken by another program.`, { cause }) : cause);
    };
    server.once('error', refused);
    server.listen(port, LOOPBACK, () => {
      server.off('error', refused);
      resolve((server.address() as AddressInfo).port);
    });
  });
