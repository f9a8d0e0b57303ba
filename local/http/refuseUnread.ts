import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { sendAnswer } from './sendAnswer.ts';

/** A body up to this length is mostly there already: to drop it costs less than another connection. */
const DROPPED_BYTES = 65_536;

/** Answers a request at once, without its body: one that is long, or whose length nobody knows, is cut off with its connection. */
export const refuseUnread = (
  { headers }: IncomingMessage,
  response: ServerResponse,
  answer: HttpAnswer,
): void => {
  const bodyBytes =
    headers['transfer-encoding'] === undefined
      ? Number(headers['content-length'] ?? 0)
      : Number.POSITIVE_INFINITY;
  if (bodyBytes > DROPPED_BYTES) response.setHeader('connection', 'close');
  sendAnswer(response, answer);
};
