import type { HttpRequest } from '../HttpRequest.ts';
import type { ReadEvents } from '../sessionMiddleware.ts';
import { parseTrackBody } from './parseTrackBody.ts';

/** What `fetch` and `navigator.sendBeacon` send. */
const CONTENT_TYPES: ReadonlySet<string> = new Set(['application/json', 'text/plain']);

const contentType = (request: HttpRequest): string =>
  request.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** The events of a `POST /track`, or why it is refused. */
export const readTrackEvents: ReadEvents = (request, receivedAt) => {
  if (request.method !== 'POST') {
    return {
      ok: false,
      refusal: {
        status: 405,
        code: 'method_not_allowed',
        message: 'Events are sent with POST.',
        headers: { allow: 'POST, OPTIONS' },
      },
    };
  }
  if (!CONTENT_TYPES.has(contentType(request))) {
    return {
      ok: false,
      refusal: {
        status: 415,
        code: 'unsupported_media_type',
        message: 'The body must be application/json or text/plain.',
        field: 'content-type',
      },
    };
  }
  const parsed = parseTrackBody(request.body(), receivedAt);
  return parsed.ok ? { ok: true, ...parsed.body } : parsed;
};
