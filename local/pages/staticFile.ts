import { hash } from 'node:crypto';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpHandler } from '../http/Routes.ts';

/**
 * Answers with a file that is held in memory; 304 where the browser has it already (RFC 9110, section 13.1.2).
 * @param cacheControl `no-cache`: asked for each time, sent only where it changed
 */
export const staticFile = ({
  content,
  contentType,
  cacheControl = 'no-cache',
}: {
  readonly content: string;
  readonly contentType: string;
  readonly cacheControl?: string;
}): HttpHandler => {
  const etag = `"${hash('sha256', content, 'base64url').slice(0, 22)}"`;
  const headers = {
    'content-type': contentType,
    'cache-control': cacheControl,
    etag,
    'x-content-type-options': 'nosniff',
  };
  const whole: HttpAnswer = { statusCode: 200, headers, body: content };
  const unchanged: HttpAnswer = { statusCode: 304, headers };
  return async (event) => (event.headers['if-none-match'] === etag ? unchanged : whole);
};
