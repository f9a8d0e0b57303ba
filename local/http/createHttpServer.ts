import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { asHttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { type Log, thrown } from '../../src/ports/Log.ts';
import { closeServer } from './closeServer.ts';
import { createRouter, type Route } from './createRouter.ts';
import { type Capacity, createShedder } from './createShedder.ts';
import { gatewayMessage } from './gatewayMessage.ts';
import { listen } from './listen.ts';
import { localContext } from './localContext.ts';
import type { Routes } from './Routes.ts';
import { hasBody, readBody } from './readBody.ts';
import { refuseUnread } from './refuseUnread.ts';
import { isStreamed, sendParts } from './StreamedAnswer.ts';
import { sendAnswer } from './sendAnswer.ts';
import { toGatewayEvent } from './toGatewayEvent.ts';

/** Far over what any of our handlers takes; an HTTP API's own limit is 10 MB. */
const MAX_BODY_BYTES = 1_048_576;

const NOT_FOUND = gatewayMessage(404, 'Not Found');
const TOO_LARGE = gatewayMessage(413, 'Request Entity Too Large');
const FAILED = gatewayMessage(500, 'Internal Server Error');
const STARTING = gatewayMessage(503, 'Service Unavailable', { 'retry-after': '1' });
const OVERLOADED = gatewayMessage(503, 'Service Unavailable', { 'retry-after': '2' });

const NO_BODY = Buffer.alloc(0);

export interface HttpServerOptions {
  /** Where they come later, by `serve`, requests are answered 503 until then. */
  readonly routes?: Routes;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Of a request's body; 1 MiB. A longer one is answered 413. */
  readonly maxBodyBytes?: number;
  /** What comes beyond it is answered 503 at once, unread. */
  readonly capacity?: Capacity;
}

export interface HttpServer {
  /**
   * Resolves with the port.
   * @throws PortTaken where somebody listens there
   */
  listen(port: number): Promise<number>;
  /** From now on requests are answered by these. */
  serve(routes: Routes): void;
  /** Takes no more requests; resolves once those in hand are answered, or after a few seconds. */
  close(): Promise<void>;
}

/**
 * API Gateway's HTTP API on a laptop: an HTTP server on 127.0.0.1 that turns each request into an event for a Lambda's
 * handler, and what the handler returns into the answer. Nothing in between: the benchmark measures it.
 */
export const createHttpServer = ({
  routes,
  log,
  now = Date.now,
  maxBodyBytes = MAX_BODY_BYTES,
  capacity,
}: HttpServerOptions): HttpServer => {
  let match = routes && createRouter(routes);
  let requests = 0;
  const shedder = createShedder({ capacity, log });
  const idPrefix = now().toString(36);

  const send = (response: ServerResponse, answer: Parameters<typeof sendAnswer>[1]): void => {
    // A browser that keeps its connection would go on sending to a server that wants to stop.
    if (!server.listening) response.setHeader('connection', 'close');
    sendAnswer(response, answer);
  };

  const run = async (
    route: Route,
    { request, response, path, query, body }: Exchange & { readonly body: Buffer },
  ): Promise<void> => {
    const nowMs = now();
    const requestId = `${idPrefix}-${(requests++).toString(36)}`;
    shedder.began();
    try {
      const event = toGatewayEvent({ request, route, path, query, body, requestId, nowMs });
      const returned = await route.handler(event, localContext(requestId, nowMs, now));
      if (isStreamed(returned)) await sendParts(response, returned);
      else send(response, asHttpAnswer(returned));
    } catch (error) {
      log.error('a handler failed', { route: route.routeKey, ...thrown(error) });
      if (response.headersSent) response.destroy();
      else send(response, FAILED);
    } finally {
      shedder.ended();
    }
  };

  const withBody = async (route: Route, exchange: Exchange): Promise<void> => {
    const read = await readBody(exchange.request, maxBodyBytes);
    if (read.kind === 'whole' && !shedder.admits()) send(exchange.response, OVERLOADED);
    else if (read.kind === 'whole') await run(route, { ...exchange, body: read.bytes });
    else if (read.kind === 'too_large') send(exchange.response, TOO_LARGE);
  };

  const server = createServer((request, response) => {
    if (match === undefined) return send(response, STARTING);
    if (!shedder.admits()) return refuseUnread(request, response, OVERLOADED);
    const url = request.url ?? '/';
    const at = url.indexOf('?');
    const path = at < 0 ? url : url.slice(0, at);
    const route = match(request.method ?? 'GET', path);
    if (route === undefined) return send(response, NOT_FOUND);
    const exchange = { request, response, path, query: at < 0 ? '' : url.slice(at + 1) };
    if (hasBody(request)) void withBody(route, exchange);
    else void run(route, { ...exchange, body: NO_BODY });
  });

  return {
    listen: (port) => listen(server, port),
    serve: (later) => {
      match = createRouter(later);
    },
    close: () => {
      shedder.stop();
      return closeServer(server);
    },
  };
};

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: string;
}
