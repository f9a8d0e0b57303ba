import { type HttpAnswer, refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpRequest } from '../../src/middleware/HttpRequest.ts';
import { acceptedCoding } from './acceptedCoding.ts';
import type { WebFile } from './WebFile.ts';

/** Where Vite puts what has its content's hash in its name, below an application's own path. */
export const ASSETS = 'assets/';
/** An application's one page, which shows what its address says. */
export const PAGE = 'index.html';

/** How long a file may be kept without asking whether it changed. */
const CACHE_CONTROL = {
  /** A hashed name is another file's when its content changes. */
  hashed: 'public, max-age=31536000, immutable',
  /** As long as a changed tracker may take to reach a shop's visitors, some of whom have its predecessor's page open. */
  minutes: 'public, max-age=300',
  /** Asked for each time, sent only where it changed. */
  asked: 'no-cache',
} as const;

/** The kind of a file below an application's own path. */
export const keptAs = (path: string): 'hashed' | 'asked' => (path.startsWith(ASSETS) ? 'hashed' : 'asked');

/**
 * Of every answer of an application: nothing but this origin's own files runs, shows or is asked, and nobody frames it (CSP
 * level 3). No `unsafe-inline`: there is no script and no style in the page itself.
 */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const;

/** The answers of one application's files, with its headers. */
export interface PageAnswers {
  /** A file, compressed where the browser takes it; 304 where the browser has it (RFC 9110, section 13.1.2). */
  file(file: WebFile, request: HttpRequest, kept: keyof typeof CACHE_CONTROL): HttpAnswer;
  moved(location: string): HttpAnswer;
  notFound(): HttpAnswer;
  /** 405, where a request is no reading. */
  onlyReading(request: HttpRequest): HttpAnswer | undefined;
}

/**
 * @param referrerPolicy what is told to the pages that one goes to from here, and with the requests of its own
 */
export const pageAnswers = (
  referrerPolicy: 'no-referrer' | 'strict-origin-when-cross-origin',
): PageAnswers => {
  const always = { ...SECURITY_HEADERS, 'referrer-policy': referrerPolicy } as const;
  const refused = (status: 404 | 405, code: string, message: string, headers = {}): HttpAnswer => ({
    ...refusalAnswer({ status: 405, code, message, headers: { ...always, ...headers } }),
    statusCode: status,
  });
  return {
    file: (file, request, kept) => {
      const headers = {
        ...always,
        'content-type': file.contentType,
        'cache-control': CACHE_CONTROL[kept],
        etag: file.etag,
        vary: 'accept-encoding',
      };
      if (request.header('if-none-match') === file.etag) return { statusCode: 304, headers };
      const coding = acceptedCoding(request.header('accept-encoding'), (name) => file[name] !== undefined);
      const body = (coding && file[coding]) ?? file.plain;
      return {
        statusCode: 200,
        headers: coding ? { ...headers, 'content-encoding': coding } : headers,
        body: body.toString('base64'),
        isBase64Encoded: true,
      };
    },
    moved: (location) => ({
      statusCode: 308,
      headers: { ...always, location, 'cache-control': CACHE_CONTROL.asked },
    }),
    notFound: () => refused(404, 'not_found', 'There is no such file.'),
    onlyReading: ({ method }) =>
      method === 'GET' || method === 'HEAD'
        ? undefined
        : refused(405, 'method_not_allowed', 'Only GET is answered here.', { allow: 'GET, HEAD' }),
  };
};
