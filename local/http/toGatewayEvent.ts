import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Route } from './createRouter.ts';
import { gatewayBody } from './gatewayBody.ts';
import { gatewayTime } from './gatewayTime.ts';

const ACCOUNT_ID = '000000000000';
const API_ID = 'local';
const STAGE = '$default';

/** Headers by lower-case name; cookies are apart in payload format 2.0. */
const headersOf = (request: IncomingMessage): APIGatewayProxyEventV2['headers'] => {
  const headers: { [name: string]: string } = {};
  const sent = request.headers;
  for (const name in sent) {
    if (name === 'cookie') continue;
    const value = sent[name];
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(',');
  }
  return headers;
};

const queryOf = (query: string): { [name: string]: string } => {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
};

/**
 * A request as an HTTP API's event of payload format 2.0 (API Gateway developer guide, "AWS Lambda proxy integrations").
 * The viewer's address is the socket's: nothing stands between the two here.
 */
export const toGatewayEvent = ({
  request,
  route,
  path,
  query,
  body,
  requestId,
  nowMs,
}: {
  readonly request: IncomingMessage;
  readonly route: Route;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly body: Buffer;
  readonly requestId: string;
  readonly nowMs: number;
}): APIGatewayProxyEventV2 => {
  const { headers: sent, method = 'GET' } = request;
  const cookies = sent.cookie?.split('; ');
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies === undefined ? undefined : { cookies }),
    headers: headersOf(request),
    ...(query === '' ? undefined : { queryStringParameters: queryOf(query) }),
    ...(route.proxyFrom === undefined
      ? undefined
      : { pathParameters: { proxy: path.slice(route.proxyFrom) } }),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: API_ID,
      domainName: sent.host ?? '',
      domainPrefix: API_ID,
      http: {
        method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: sent['user-agent'] ?? '',
      },
      requestId,
      routeKey: route.routeKey,
      stage: STAGE,
      time: gatewayTime(nowMs),
      timeEpoch: nowMs,
    },
    ...gatewayBody(body, sent['content-type'], sent['content-encoding']),
  };
};
