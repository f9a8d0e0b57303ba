import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

/** An API Gateway event of either payload format. */
export type HttpEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2;

/** A request as the middleware sees it, whatever payload format it came in. */
export interface HttpRequest {
  readonly payload: '1.0' | '2.0';
  readonly method: string;
  readonly path: string;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** The cookie header's text; empty where there is none. */
  readonly cookieHeader: string;
  /** The viewer's address as the nearest trusted hop tells it. */
  readonly address: string | undefined;
  /** The host that the viewer asked for. */
  readonly host: string | undefined;
  /** `CloudFront-Viewer-Country`, from a trusted hop only. */
  readonly country: string | undefined;
  /** The body's text, decoded. */
  body(): string;
}

/** The header by which CloudFront proves itself: without it `CloudFront-*` and `x-footfall-host` are a client's own words. */
export const ORIGIN_SECRET_HEADER = 'x-footfall-origin-secret';

const isV2 = (event: HttpEvent): event is APIGatewayProxyEventV2 =>
  'version' in event && event.version === '2.0';

const lowerCaseHeaders = (event: APIGatewayProxyEvent): { [name: string]: string | undefined } => {
  const headers: { [name: string]: string | undefined } = Object.create(null);
  for (const [name, values] of Object.entries(event.multiValueHeaders ?? {})) {
    if (values) headers[name.toLowerCase()] = values.join(name.toLowerCase() === 'cookie' ? '; ' : ',');
  }
  for (const [name, value] of Object.entries(event.headers ?? {})) {
    headers[name.toLowerCase()] ??= value;
  }
  return headers;
};

const isSecret = (given: string | undefined, secret: string | undefined): boolean => {
  if (given === undefined || secret === undefined) return false;
  const [left, right] = [Buffer.from(given), Buffer.from(secret)];
  return left.length === right.length && timingSafeEqual(left, right);
};

const queryOf = (event: APIGatewayProxyEvent): string => {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {})) {
    for (const value of values ?? []) query.append(name, value);
  }
  for (const [name, value] of Object.entries(event.queryStringParameters ?? {})) {
    if (!query.has(name) && value !== undefined) query.append(name, value);
  }
  return query.toString();
};

/**
 * Reads an API Gateway event of payload format 1.0 or 2.0.
 * @param originSecret `ORIGIN_SECRET`; without it no hop is trusted
 */
export const readHttpRequest = (event: HttpEvent, originSecret: string | undefined): HttpRequest => {
  const v2 = isV2(event);
  const headers: { [name: string]: string | undefined } = v2
    ? (event.headers ?? {})
    : lowerCaseHeaders(event);
  const own = (name: string): string | undefined =>
    Object.hasOwn(headers, name) ? headers[name] : undefined;
  const header = v2 ? own : (name: string) => headers[name];
  const trusted = isSecret(header(ORIGIN_SECRET_HEADER), originSecret);
  const sourceIp = v2 ? event.requestContext.http.sourceIp : event.requestContext.identity?.sourceIp;
  return {
    payload: v2 ? '2.0' : '1.0',
    method: v2 ? event.requestContext.http.method : event.httpMethod,
    path: v2 ? event.rawPath : event.path,
    query: v2 ? event.rawQueryString : queryOf(event),
    header,
    cookieHeader: (v2 ? event.cookies?.join('; ') : undefined) ?? header('cookie') ?? '',
    address: (trusted ? header('cloudfront-viewer-address') : undefined) ?? sourceIp ?? undefined,
    host: (trusted ? header('x-footfall-host') : undefined) ?? header('host'),
    country: trusted ? header('cloudfront-viewer-country') : undefined,
    body: () => {
      const text = event.body ?? '';
      return event.isBase64Encoded ? Buffer.from(text, 'base64').toString('utf8') : text;
    },
  };
};
