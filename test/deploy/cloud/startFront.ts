import { createServer, request } from 'node:http';
import { promisify } from 'node:util';

export interface FrontOptions {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** Where requests go on to. */
  readonly target: string;
  /** The name by which the target knows whom they are for. */
  readonly host: () => string;
  /** Before each path, as a REST API's stage. */
  readonly stage?: string;
  /** Set over whatever the viewer said, asked anew for each request. */
  readonly edge?: () => { readonly [name: string]: string };
}

/**
 * An address that a browser can go to: what DNS and TLS do for a name that leads to a distribution or an API, which MiniStack tells
 * by `Host` alone. It passes requests on as they are.
 */
export const startFront = async ({ port, target, host, stage = '', edge = () => ({}) }: FrontOptions) => {
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, ...edge(), host: host() };
    const passed = request(
      new URL(target),
      { method: asked.method, path: `${stage}${asked.url}`, headers },
      (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
        answered.pipe(answer);
      },
    );
    passed.on('error', (error) => answer.destroy(error));
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await promisify(server.close.bind(server))();
    },
  };
};
