import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

/** What a browser sends, in short; the rest is as AWS documents the two payload formats. */
export interface RequestInShort {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  /** Lower-case names; `undefined` leaves out one that a browser would send. */
  readonly headers?: { readonly [name: string]: string | undefined };
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly address?: string;
  readonly base64?: boolean;
}

export const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

export const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

const browserHeaders = {
  accept: '*/*',
  'accept-language': 'en-GB,en;q=0.9',
  host: 'shop.example',
  'user-agent': CHROME,
};

const headersOf = (request: RequestInShort): { [name: string]: string } =>
  Object.fromEntries(
    Object.entries({ ...browserHeaders, ...request.headers }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );

const bodyOf = ({ body = '', base64 }: RequestInShort): string =>
  base64 ? Buffer.from(body).toString('base64') : body;

/** An HTTP API's event, payload format 2.0. */
export const eventV2 = (request: RequestInShort = {}): APIGatewayProxyEventV2 => {
  const method = request.method ?? 'POST';
  const path = request.path ?? '/track';
  const address = request.address ?? '198.51.100.7';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: request.query ?? '',
    ...(request.cookies ? { cookies: [...request.cookies] } : {}),
    headers: headersOf(request),
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      domainName: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'a1b2c3d4e5',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: address, userAgent: CHROME },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '22/Nov/2026:12:00:00 +0000',
      timeEpoch: 1795348800000,
    },
    ...(request.body === undefined ? {} : { body: bodyOf(request) }),
    isBase64Encoded: request.base64 ?? false,
  };
};

const headerCase = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

/** A REST API's event, payload format 1.0: headers as they were written, several values beside one. */
export const eventV1 = (request: RequestInShort = {}): APIGatewayProxyEvent => {
  const lowerCase = headersOf(request);
  if (request.cookies?.length) lowerCase.cookie = request.cookies.join('; ');
  const headers = Object.fromEntries(
    Object.entries(lowerCase).map(([name, value]) => [headerCase(name), value]),
  );
  const query = Object.fromEntries(new URLSearchParams(request.query ?? ''));
  const path = request.path ?? '/track';
  const method = request.method ?? 'POST';
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: request.query ? query : null,
    multiValueQueryStringParameters: request.query
      ? Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]]))
      : null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: '123456789012',
      apiId: 'f6g7h8i9j0',
      authorizer: null,
      protocol: 'HTTP/1.1',
      httpMethod: method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: request.address ?? '198.51.100.7',
        user: null,
        userAgent: CHROME,
        userArn: null,
      },
      path,
      stage: 'prod',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      requestTimeEpoch: 1795348800000,
      resourceId: '123456',
      resourcePath: '/{proxy+}',
    },
    body: request.body === undefined ? null : bodyOf(request),
    isBase64Encoded: request.base64 ?? false,
  };
};

/** A context with the little of it that Middy reads. */
export const lambdaContext = {
  functionName: 'footfall-track',
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  getRemainingTimeInMillis: () => 3_000,
} as never;
