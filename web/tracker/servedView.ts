import { readCookie, writeCookie } from './cookies.ts';

/** By which name the server hands over the id of a page view that it counted when it served the page. */
const NAME = 'footfall_pv';

/** Takes that id, once: from its readable cookie, or where the site keeps no cookies from the document's own `Server-Timing`. */
export const takeServedView = (): string | undefined => {
  const kept = readCookie(NAME, '[\\w-]{1,64}');
  if (kept) writeCookie(NAME, '', 0);
  const [document] = (performance.getEntriesByType?.('navigation') ?? []) as PerformanceNavigationTiming[];
  return kept ?? document?.serverTiming?.find(({ name }) => name === NAME)?.description;
};
