import type { ServerResponse } from 'node:http';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';

/** Set by us from the body, whatever the handler says. */
const OURS: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection']);

/** Answers without a body, which have no length either (RFC 9110, section 8.6). */
const isBodyless = (status: number): boolean => status === 204 || status === 304;

/**
 * Writes a handler's answer: headers, each of several values of one header, cookies, text or base64.
 * @throws what `node:http` throws where a status or a header cannot be sent; nothing has been sent then
 */
export const sendAnswer = (response: ServerResponse, answer: HttpAnswer): void => {
  const body = answer.isBase64Encoded ? Buffer.from(answer.body ?? '', 'base64') : (answer.body ?? '');
  const bytes = Buffer.byteLength(body);
  const lines: string[] = [];
  for (const name in answer.headers) {
    const value = answer.headers[name];
    if (value !== undefined && !OURS.has(name.toLowerCase())) lines.push(name, String(value));
  }
  for (const name in answer.multiValueHeaders) {
    for (const value of answer.multiValueHeaders[name] ?? []) lines.push(name, String(value));
  }
  if (answer.cookies) for (const cookie of answer.cookies) lines.push('set-cookie', cookie);
  if (!isBodyless(answer.statusCode)) lines.push('content-length', String(bytes));
  response.writeHead(answer.statusCode, lines);
  response.end(body);
};
