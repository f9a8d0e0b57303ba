import type { HttpRequest } from '../middleware/HttpRequest.ts';

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/**
 * Whether a request that changes something was made by our own page, or by no page at all. `Sec-Fetch-Site` is the browser's own
 * word, which no page can change (Fetch Metadata, section 2.1); where it is absent, a page's `Origin` must name our host.
 */
export const isSameOrigin = ({ header, host }: Pick<HttpRequest, 'header' | 'host'>): boolean => {
  const site = header('sec-fetch-site');
  if (site === 'same-origin') return true;
  if (site !== undefined && site !== 'none') return false;
  const origin = header('origin');
  return origin === undefined || (host !== undefined && hostOf(origin) === host.toLowerCase());
};
