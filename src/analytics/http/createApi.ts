import type { Site } from '../../domain/site.ts';
import { addCookies, type HttpAnswer } from '../../middleware/HttpAnswer.ts';
import { type HttpEvent, type HttpRequest, readHttpRequest } from '../../middleware/HttpRequest.ts';
import { type Log, thrown } from '../../ports/Log.ts';
import { MetricsUnavailable } from '../../ports/MetricsStore.ts';
import { isSameOrigin } from '../../staff/isSameOrigin.ts';
import { ApiFault, type FaultDetails, faultAnswer, INTERNAL, SECURITY_HEADERS } from './ApiFault.ts';
import { csvText } from './csv.ts';
import { createMatcher, type Matched } from './matchRoute.ts';
import type { ApiAnswer, ApiRequest, Endpoint, Operation } from './Operation.ts';
import { readJsonBody } from './readJsonBody.ts';
import { readQuery } from './readQuery.ts';
import { routeOf } from './routeOf.ts';
import { siteOf } from './siteOf.ts';

export interface ApiDependencies {
  readonly endpoints: readonly Endpoint[];
  readonly sites: readonly [Site, ...Site[]];
  /** Whether a request comes from the shop's staff. */
  readonly isStaff: (request: HttpRequest, nowMs: number) => boolean;
  /** Paths that begin so answer 401 to everybody else, whether they exist or not. */
  readonly staffPaths: readonly string[];
  /** How a fault of a store is told, where the endpoints have other stores than that of the metrics. */
  readonly isOutage?: (error: unknown) => boolean;
  readonly originSecret?: string | undefined;
  readonly log: Log;
  readonly now: () => number;
}

const RETRY_AFTER_S = '5';

const UNAUTHORIZED: FaultDetails = {
  status: 401,
  code: 'unauthorized',
  message: 'Log in, or send the token as "Authorization: Bearer".',
  headers: { 'www-authenticate': 'Bearer' },
};
const CROSS_SITE: FaultDetails = {
  status: 403,
  code: 'cross_site',
  message: 'Only our own pages may do this.',
};
const UNAVAILABLE: FaultDetails = {
  status: 503,
  code: 'unavailable',
  message: 'The numbers cannot be read at the moment.',
  headers: { 'retry-after': RETRY_AFTER_S },
};

type Route = Matched<Endpoint['operation'] & Pick<Endpoint, 'run'>>;

const filename = (operation: Operation, site: Site, query: { from?: string; to?: string }): string =>
  `footfall-${[site.id, operation.id, query.from, query.to].filter(Boolean).join('-')}.csv`;

interface Query {
  readonly site?: string;
  readonly format?: string;
  readonly from?: string;
  readonly to?: string;
}

const bodyOf = (operation: Operation, answer: ApiAnswer<unknown>, query: Query, site: Site): HttpAnswer => {
  if (query.format === 'csv' && operation.csv) {
    return {
      statusCode: 200,
      headers: {
        ...SECURITY_HEADERS,
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${filename(operation, site, query)}"`,
      },
      body: csvText(operation.csv(answer.value)),
    };
  }
  return {
    statusCode: 200,
    headers: { ...SECURITY_HEADERS, 'content-type': 'application/json', ...answer.headers },
    body: answer.json ?? JSON.stringify(answer.value),
  };
};

/**
 * Answers requests by a table of endpoints: who may ask, which route it is, what of the query is wrong, JSON or CSV. Of a path
 * for staff nobody else learns whether it exists. Never throws: what it does not expect is logged and answered with 500.
 */
export const createApi = (deps: ApiDependencies): ((event: HttpEvent) => Promise<HttpAnswer>) => {
  const match = createMatcher(deps.endpoints.map(({ operation, run }) => ({ ...operation, run })));
  const isForStaff = (path: string, matched: readonly Route[]): boolean =>
    matched.some(({ route }) => route.access === 'staff') ||
    deps.staffPaths.some((prefix) => path.startsWith(prefix));

  const answer = async (http: HttpRequest): Promise<HttpAnswer> => {
    const nowMs = deps.now();
    const matched = match(http.path);
    if (isForStaff(http.path, matched) && !deps.isStaff(http, nowMs)) throw new ApiFault(UNAUTHORIZED);
    const { route, params } = routeOf(matched, http.method);
    if (route.method !== 'GET' && !isSameOrigin(http)) throw new ApiFault(CROSS_SITE);
    const query: Query = readQuery(route.query, http.query);
    const site = route.ofSite ? siteOf(deps.sites, query.site) : deps.sites[0];
    const body = route.body === undefined ? undefined : readJsonBody(route.body, http);
    const request: ApiRequest<unknown, unknown> = { query, body, params, http, nowMs };
    const answered = await route.run(request as ApiRequest<never, never>, site);
    return addCookies(bodyOf(route, answered, query, site), answered.cookies ?? [], http.payload);
  };

  const isOutage = (error: unknown): boolean =>
    error instanceof MetricsUnavailable || deps.isOutage?.(error) === true;

  const faultOf = (error: unknown, http: HttpRequest): FaultDetails => {
    if (error instanceof ApiFault) return error.details;
    // The route's path, not the request's, which may name a visitor.
    const path = match(http.path)[0]?.route.path ?? '';
    if (isOutage(error)) {
      deps.log.warn('a store did not answer', { path, ...thrown(error) });
      return UNAVAILABLE;
    }
    deps.log.error('request not answered', { path, ...thrown(error) });
    return INTERNAL;
  };

  return async (event) => {
    const http = readHttpRequest(event, deps.originSecret);
    const answered = await answer(http).catch((error: unknown) => faultAnswer(faultOf(error, http)));
    return http.method === 'HEAD' ? { ...answered, body: '' } : answered;
  };
};
