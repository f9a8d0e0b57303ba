import { type HttpAnswer, refusalAnswer } from '../../src/middleware/HttpAnswer.ts';
import { type HttpEvent, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { acceptedCoding } from './acceptedCoding.ts';
import type { WebFile, WebFiles } from './WebFile.ts';

/** Where the dashboard is; without the slash, one is sent there. */
const BASE = '/dashboard/';
const ASSETS = 'assets/';
const PAGE = 'index.html';

/** The routes of the dashboard, as an HTTP API names paths. */
export const DASHBOARD_PATHS = ['/dashboard', '/dashboard/', '/dashboard/{proxy+}'] as const;

/**
 * Of every answer here: nothing but this origin's own files runs, shows or is asked, and nobody frames it (CSP level 3).
 * No `unsafe-inline`: there is no script and no style in the page itself.
 */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** A hashed name is another file's when its content changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Asked for each time, sent only where it changed. */
const REVALIDATED = 'no-cache';

const refused = (status: 404 | 405, code: string, message: string, headers = {}): HttpAnswer => ({
  ...refusalAnswer({ status: 405, code, message, headers: { ...SECURITY_HEADERS, ...headers } }),
  statusCode: status,
});

const fileAnswer = (
  file: WebFile,
  request: {
    readonly accepted: string | undefined;
    readonly known: string | undefined;
    readonly hashed: boolean;
  },
): HttpAnswer => {
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': file.contentType,
    'cache-control': request.hashed ? FOR_EVER : REVALIDATED,
    etag: file.etag,
    vary: 'accept-encoding',
  };
  if (request.known === file.etag) return { statusCode: 304, headers };
  const coding = acceptedCoding(request.accepted, (name) => file[name] !== undefined);
  const body = (coding && file[coding]) ?? file.plain;
  return {
    statusCode: 200,
    headers: coding ? { ...headers, 'content-encoding': coding } : headers,
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
};

/**
 * `GET /dashboard/…`: the dashboard's built files, from memory: a path that names none of them reaches no disk. What is no
 * file is a state of the dashboard, and gets its page; a missing asset is a 404, for a script must never be a page.
 */
export const createHandler =
  ({ files }: { readonly files: WebFiles }) =>
  async (event: HttpEvent): Promise<HttpAnswer> => {
    const request = readHttpRequest(event, undefined);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refused(405, 'method_not_allowed', 'Only GET is answered here.', { allow: 'GET, HEAD' });
    }
    if (!request.path.startsWith(BASE)) {
      const location = request.query === '' ? BASE : `${BASE}?${request.query}`;
      return { statusCode: 308, headers: { ...SECURITY_HEADERS, location, 'cache-control': REVALIDATED } };
    }
    const path = request.path.slice(BASE.length);
    const named = files.get(path);
    const file = named ?? (path.startsWith(ASSETS) ? undefined : files.get(PAGE));
    if (!file) return refused(404, 'not_found', 'There is no such file.');
    return fileAnswer(file, {
      accepted: request.header('accept-encoding'),
      known: request.header('if-none-match'),
      hashed: path.startsWith(ASSETS),
    });
  };
