import type { ServerResponse } from 'node:http';

/** An answer that comes in parts, as a Lambda that streams its response has it: progress, line by line. */
export interface StreamedAnswer {
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string };
  readonly parts: AsyncIterable<string>;
}

/** Whether a handler returned parts rather than a whole. */
export const isStreamed = (returned: unknown): returned is StreamedAnswer =>
  typeof returned === 'object' && returned !== null && 'parts' in returned;

/** Sends the parts, which are few and small, as they come; asks for no more of them once the client has gone. */
export const sendParts = async (response: ServerResponse, answer: StreamedAnswer): Promise<void> => {
  response.writeHead(answer.statusCode, answer.headers);
  response.flushHeaders();
  for await (const part of answer.parts) {
    if (response.destroyed) break;
    response.write(part);
  }
  response.end();
};
