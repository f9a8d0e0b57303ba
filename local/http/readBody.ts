import type { IncomingMessage } from 'node:http';

/** A request's body, or why there is none to work with. */
export type RequestBody =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too_large' }
  /** The client went away before its end. */
  | { readonly kind: 'cut_off' };

const EMPTY: RequestBody = { kind: 'whole', bytes: Buffer.alloc(0) };

/** Whether a body follows the headers (RFC 9112, section 6). */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/**
 * Reads a body into memory. One that is too large is read to its end and forgotten: a client that still writes would
 * not hear the answer.
 */
export const readBody = (request: IncomingMessage, maxBytes: number): Promise<RequestBody> =>
  new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) chunks = [];
      else chunks.push(chunk);
    });
    request.on('end', () => {
      if (bytes > maxBytes) return resolve({ kind: 'too_large' });
      const [only] = chunks;
      if (only === undefined) return resolve(EMPTY);
      resolve({ kind: 'whole', bytes: chunks.length === 1 ? only : Buffer.concat(chunks, bytes) });
    });
    request.on('error', () => resolve({ kind: 'cut_off' }));
    // Without an error too, where the socket simply ended; after `end` it changes nothing.
    request.on('close', () => resolve({ kind: 'cut_off' }));
  });
