import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';

/** What an HTTP API itself answers where no handler did: `{"message":"Not Found"}`. */
export const gatewayMessage = (
  statusCode: number,
  message: string,
  headers?: { readonly [name: string]: string },
): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify({ message }),
});
