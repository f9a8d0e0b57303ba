/** An answer of a handler, in what payload formats 1.0 and 2.0 have in common, and each one's own way of several cookies. */
export interface HttpAnswer {
  statusCode: number;
  headers?: { [name: string]: string | number | boolean };
  multiValueHeaders?: { [name: string]: (string | number | boolean)[] };
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/** Why a request is refused, as the client reads it. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 413 | 415 | 429 | 500 | 503;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly headers?: { readonly [name: string]: string };
}

/** `{"error":{code,message,field?}}`: the one shape of every error (design, section 8). */
export const refusalAnswer = ({ status, code, message, field, headers }: Refusal): HttpAnswer => ({
  statusCode: status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify({ error: { code, message, ...(field === undefined ? {} : { field }) } }),
});

/** Whatever a handler returned, as API Gateway would understand it: payload 2.0 takes a value without `statusCode` as a JSON body. */
export const asHttpAnswer = (value: unknown): HttpAnswer => {
  if (typeof value === 'object' && value !== null && 'statusCode' in value) return value as HttpAnswer;
  if (value === undefined) return { statusCode: 200 };
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: typeof value === 'string' ? value : JSON.stringify(value),
  };
};

const withoutHeader = <Values>(
  headers: { [name: string]: Values } | undefined,
  lowerCaseName: string,
): { [name: string]: Values } =>
  Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== lowerCaseName));

/** Adds cookies in the payload format's own way; such an answer is stored by no cache (RFC 9111, section 5.2.2.5). */
export const addCookies = (
  answer: HttpAnswer,
  cookies: readonly string[],
  payload: '1.0' | '2.0',
): HttpAnswer => {
  if (cookies.length === 0) return answer;
  const headers = { ...withoutHeader(answer.headers, 'cache-control'), 'cache-control': 'no-store' };
  if (payload === '2.0') return { ...answer, headers, cookies: [...(answer.cookies ?? []), ...cookies] };
  const multi = withoutHeader(answer.multiValueHeaders, 'cache-control');
  const name = Object.keys(multi).find((key) => key.toLowerCase() === 'set-cookie') ?? 'Set-Cookie';
  return {
    ...answer,
    headers,
    multiValueHeaders: { ...multi, [name]: [...(multi[name] ?? []), ...cookies] },
  };
};
