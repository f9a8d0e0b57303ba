import { webFile } from '../../functions/web/WebFile.ts';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import type { HttpHandler } from '../http/Routes.ts';

/**
 * Answers with a file that is held in memory; 304 where the browser has it already (RFC 9110, section 13.1.2).
 * It is asked for each time, and sent only where it changed.
 */
export const staticFile = ({
  content,
  contentType,
}: {
  readonly content: string;
  readonly contentType: string;
}): HttpHandler => {
  const { etag } = webFile(contentType, Buffer.from(content));
  const headers = {
    'content-type': contentType,
    'cache-control': 'no-cache',
    etag,
    'x-content-type-options': 'nosniff',
  };
  const whole: HttpAnswer = { statusCode: 200, headers, body: content };
  const unchanged: HttpAnswer = { statusCode: 304, headers };
  return async (event) => (event.headers['if-none-match'] === etag ? unchanged : whole);
};
