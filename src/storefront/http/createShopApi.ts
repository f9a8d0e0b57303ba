import { ApiFault, faultAnswer, INTERNAL, SECURITY_HEADERS } from '../../analytics/http/ApiFault.ts';
import { createMatcher } from '../../analytics/http/matchRoute.ts';
import { readJsonBody } from '../../analytics/http/readJsonBody.ts';
import { readQuery } from '../../analytics/http/readQuery.ts';
import { routeOf } from '../../analytics/http/routeOf.ts';
import type { CustomerId } from '../../domain/ids.ts';
import type { Site } from '../../domain/site.ts';
import { addCookies, type HttpAnswer, refusalAnswer } from '../../middleware/HttpAnswer.ts';
import { type HttpRequest, readHttpRequest } from '../../middleware/HttpRequest.ts';
import { resolveSite } from '../../middleware/resolveSite.ts';
import { type Log, thrown } from '../../ports/Log.ts';
import { RecordUnavailable } from '../../ports/RecordStore.ts';
import type { AccessTokens } from '../tokens/createAccessTokens.ts';
import type { ShopEndpoint, ShopEvent, ShopRequest } from './ShopEndpoint.ts';
import { ShopFault, type ShopFaultDetails } from './ShopFault.ts';
import type { ShopOperation } from './ShopOperation.ts';

const RETRY_AFTER_S = '5';
/** Visible ASCII: it goes into an event's id, and a header can hold no more. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,100}$/;
const IDEMPOTENCY_HEADER = 'idempotency-key';

const UNAVAILABLE: ShopFaultDetails = {
  status: 503,
  code: 'unavailable',
  message: 'The shop is not available at the moment. Please try again.',
  headers: { 'retry-after': RETRY_AFTER_S },
};
const LOGIN_REQUIRED: ShopFaultDetails = {
  status: 401,
  code: 'login_required',
  message: 'Please log in.',
  headers: { 'www-authenticate': 'Bearer' },
};
const BAD_TOKEN: ShopFaultDetails = {
  status: 401,
  code: 'bad_token',
  message: 'Please log in again.',
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
};

/** An operation that takes no fields may be sent without a body, but not without its media type. */
const bodyOf = ({ body }: ShopOperation, http: HttpRequest): unknown =>
  body === undefined ? undefined : readJsonBody(body, { ...http, body: () => http.body() || '{}' });

const idempotencyKeyOf = ({ idempotent }: ShopOperation, http: HttpRequest): string => {
  if (!idempotent) return '';
  const key = http.header(IDEMPOTENCY_HEADER);
  if (key !== undefined && IDEMPOTENCY_KEY.test(key)) return key;
  throw new ShopFault({
    status: 400,
    code: key === undefined ? 'missing' : 'invalid',
    message: 'The header Idempotency-Key must be 1 to 100 visible ASCII characters.',
    field: IDEMPOTENCY_HEADER,
  });
};

export interface ShopApiDependencies {
  readonly endpoints: readonly ShopEndpoint[];
  readonly sites: readonly [Site, ...Site[]];
  readonly accessTokens: Pick<AccessTokens, 'prove'>;
  readonly originSecret?: string | undefined;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Answers requests that the session middleware has passed, by a table of endpoints: which route, who asks, what of it is wrong. Never
 * throws: what it does not expect is logged and answered with 500.
 */
export const createShopApi = ({
  endpoints,
  sites,
  accessTokens,
  originSecret,
  log,
  now,
}: ShopApiDependencies): ((event: ShopEvent) => Promise<HttpAnswer>) => {
  const match = createMatcher(endpoints.map(({ operation, run }) => ({ ...operation, run })));

  const customerOf = async (
    { access }: ShopOperation,
    { http, site, nowMs }: Pick<ShopRequest, 'http' | 'site' | 'nowMs'>,
  ): Promise<CustomerId | undefined> => {
    if (access === 'anyone') return undefined;
    const proven = await accessTokens.prove(http, site, nowMs);
    if (proven.proof === 'good') return proven.customer;
    if (proven.proof === 'bad') throw new ShopFault(BAD_TOKEN);
    if (access === 'customer') throw new ShopFault(LOGIN_REQUIRED);
    return undefined;
  };

  const answer = async (http: HttpRequest, event: ShopEvent): Promise<HttpAnswer> => {
    const resolved = resolveSite(sites, { origin: http.header('origin'), host: http.host });
    if (!resolved.ok) return refusalAnswer(resolved.refusal);
    const { site } = resolved;
    const nowMs = now();
    const { route, params } = routeOf(match(http.path), http.method);
    const customer = await customerOf(route, { http, site, nowMs });
    const answered = await route.run({
      site,
      body: bodyOf(route, http),
      params,
      query: route.query ? (readQuery(route.query, http.query) as ShopRequest['query']) : {},
      http,
      nowMs,
      customer,
      idempotencyKey: idempotencyKeyOf(route, http),
      event,
    });
    return addCookies(
      {
        statusCode: answered.status ?? route.statuses?.[0] ?? 200,
        headers: { ...SECURITY_HEADERS, 'content-type': 'application/json' },
        body: JSON.stringify(answered.value),
      },
      answered.cookies ?? [],
      http.payload,
    );
  };

  const faultOf = (error: unknown, http: HttpRequest): ShopFaultDetails => {
    if (error instanceof ShopFault || error instanceof ApiFault) return error.details;
    // The route's path, not the request's, which may name an order.
    const path = match(http.path)[0]?.route.path ?? '';
    if (error instanceof RecordUnavailable) {
      log.warn('the record did not answer', { path, ...thrown(error) });
      return UNAVAILABLE;
    }
    log.error('request not answered', { path, ...thrown(error) });
    return INTERNAL;
  };

  return async (event) => {
    const http = readHttpRequest(event, originSecret);
    const answered = await answer(http, event).catch((error: unknown) => {
      const fault = faultOf(error, http);
      return addCookies(faultAnswer(fault), fault.cookies ?? [], http.payload);
    });
    return http.method === 'HEAD' ? { ...answered, body: '' } : answered;
  };
};
