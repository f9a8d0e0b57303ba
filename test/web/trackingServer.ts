import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TrackedEvent, TrackPost } from '../../web/tracker/wire.ts';

export interface ReceivedPost {
  readonly headers: IncomingHttpHeaders;
  readonly body: TrackPost;
}

/** A real HTTP server: pages by path (all others are 404), and on `POST` anywhere a tracking endpoint that records what arrives. */
export const startTrackingServer = async (
  page: (path: string) => { html: string; headers?: Record<string, string> } | { script: string } | undefined,
) => {
  const posts: ReceivedPost[] = [];
  const preflights: string[] = [];
  const pages: string[] = [];
  let status = 200;
  const listen = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer(async (request, response) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
        response.setHeader('access-control-allow-credentials', 'true');
        if (request.method === 'OPTIONS') {
          preflights.push(path);
          response.setHeader('access-control-allow-headers', 'content-type');
          response.writeHead(204).end();
        } else if (request.method === 'POST') {
          let body = '';
          for await (const chunk of request) body += chunk;
          if (status === 200) posts.push({ headers: request.headers, body: JSON.parse(body) });
          response.writeHead(status, { 'content-type': 'application/json' }).end('{"ok":true}');
        } else {
          pages.push(path);
          const found = page(path);
          if (!found) response.writeHead(404).end();
          else if ('script' in found) {
            response.writeHead(200, { 'content-type': 'text/javascript' }).end(found.script);
          } else response.writeHead(200, { 'content-type': 'text/html', ...found.headers }).end(found.html);
        }
      });
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
  let server: Server | undefined = await listen(0);
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    const stopping = server;
    server = undefined;
    if (!stopping) return;
    stopping.closeAllConnections();
    await new Promise((resolve) => stopping.close(resolve));
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    posts,
    preflights,
    /** Paths that were asked for by GET. */
    pages,
    answers: (next: number) => {
      status = next;
    },
    /** Listens no more: connections are refused. */
    stop,
    /** Listens again on the same port. */
    restart: async () => {
      server ??= await listen(port);
    },
    /** The events that a store would keep: each id once, by the time they happened. */
    stored: (): TrackedEvent[] =>
      [
        ...new Map(posts.flatMap(({ body }) => body.events).map((event) => [event.eventId, event])).values(),
      ].sort((a, b) => a.occurredAt - b.occurredAt),
  };
};
export type TrackingServer = Awaited<ReturnType<typeof startTrackingServer>>;
