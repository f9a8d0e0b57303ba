import { hash } from 'node:crypto';

/** A built file, and its compressed forms where there are any. */
export interface WebFile {
  readonly contentType: string;
  readonly plain: Buffer;
  readonly gzip?: Buffer;
  readonly br?: Buffer;
  /** Quoted, as the header has it. */
  readonly etag: string;
}

/** Files by their path below the folder: `index.html`, `assets/main-B2x.js`. */
export type WebFiles = ReadonlyMap<string, WebFile>;

export const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** A file of that content. */
export const webFile = (
  contentType: string,
  plain: Buffer,
  compressed: Pick<WebFile, 'gzip' | 'br'> = {},
): WebFile => ({
  contentType,
  plain,
  ...compressed,
  etag: `"${hash('sha256', plain, 'base64url').slice(0, 22)}"`,
});
