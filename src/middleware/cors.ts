import type { Site } from '../domain/site.ts';
import type { HttpAnswer } from './HttpAnswer.ts';

const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const ALLOWED_HEADERS = 'authorization, content-type, idempotency-key, x-footfall-nonce';
/** Chromium caps it at two hours. */
const PREFLIGHT_MAX_AGE_S = 7_200;

/** CORS headers for an allowed origin, with credentials: the exact origin, never `*` (Fetch standard, "CORS protocol"). */
export const corsHeaders = (origin: string): { [name: string]: string } => ({
  'access-control-allow-origin': origin,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'Retry-After',
  vary: 'Origin',
});

/** The answer to a preflight of an allowed origin. */
export const preflightAnswer = (origin: string): HttpAnswer => ({
  statusCode: 204,
  headers: {
    ...corsHeaders(origin),
    'access-control-allow-methods': ALLOWED_METHODS,
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
  },
});

/** Adds the headers to an answer; a handler's own `vary` is kept. */
export const addCors = (answer: HttpAnswer, origin: string | undefined, site: Site): HttpAnswer => {
  if (origin === undefined || !site.origins.includes(origin)) return answer;
  const vary = Object.entries(answer.headers ?? {}).find(([name]) => name.toLowerCase() === 'vary');
  const headers = { ...answer.headers, ...corsHeaders(origin) };
  if (vary) {
    delete headers[vary[0]];
    headers.vary = `${vary[1]}, Origin`;
  }
  return { ...answer, headers };
};
