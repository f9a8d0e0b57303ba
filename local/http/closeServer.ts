import type { Server } from 'node:http';

/** How long requests in hand may take. */
const GRACE_MS = 3_000;
/** How often connections that have become idle are looked for. */
const SWEEP_MS = 20;

/** Takes no more connections; resolves once the requests in hand are answered, or cuts them off after 3 s. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    // Its error says only that the server does not listen, which is what was asked for.
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
  });
