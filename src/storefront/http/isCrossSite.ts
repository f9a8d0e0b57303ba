import type { HttpRequest } from '../../middleware/HttpRequest.ts';

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a page of another site asks for a change. `Sec-Fetch-Site` is the browser's own word, which no page can change (Fetch
 * Metadata, section 2.1). What comes with a foreign `Origin` is refused by the session middleware already.
 */
export const isCrossSite = ({ method, header }: Pick<HttpRequest, 'method' | 'header'>): boolean =>
  !SAFE.has(method) && header('sec-fetch-site') === 'cross-site';
