import type { HttpRequest } from './HttpRequest.ts';

/**
 * What counts as a page view (design, section 2).
 * `auto`: a request, unless the browser says that it is a part of a page, or a prefetch. `server`: every request.
 * `browser`: none; the page's own script tells.
 */
export type PageViews = 'auto' | 'server' | 'browser';

/** A page that was fetched ahead may never be looked at (Sec-Purpose: Speculation Rules; Purpose, X-Moz: older browsers). */
const isPrefetch = (request: HttpRequest): boolean =>
  [request.header('sec-purpose'), request.header('purpose'), request.header('x-moz')].some(
    (purpose) => purpose?.includes('prefetch') || purpose?.includes('prerender'),
  );

/** Whether the browser asks for a document (Fetch Metadata, `Sec-Fetch-Dest`); `undefined` where it does not say. */
const asksForDocument = (request: HttpRequest): boolean | undefined => {
  const destination = request.header('sec-fetch-dest');
  return destination === undefined ? undefined : destination === 'document';
};

/** Whether this request is itself a page view. */
export const isPageView = (request: HttpRequest, pageViews: PageViews): boolean => {
  if (request.method === 'OPTIONS' || request.method === 'HEAD' || isPrefetch(request)) return false;
  switch (pageViews) {
    case 'browser':
      return false;
    case 'server':
      return true;
    case 'auto':
      return asksForDocument(request) ?? true;
  }
};

/** Whether the answer is a page that may hold the tracker, which then reuses the page view's id. */
export const mayHoldTracker = (request: HttpRequest): boolean =>
  asksForDocument(request) ?? request.header('accept')?.includes('text/html') ?? false;
