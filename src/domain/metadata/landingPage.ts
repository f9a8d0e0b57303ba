import { type ClickIds, clickIdsFrom, type UtmParameters, utmFrom } from './campaign.ts';
import { isPathOnly, parsePage, storedPath, storedUrl } from './url.ts';

export interface Landing {
  /** Path of the page on which the visit began. */
  readonly landingPage?: string;
  /** Scrubbed URL of that page. */
  readonly landingUrl?: string;
  readonly utm: UtmParameters;
  readonly clickIds: ClickIds;
}

/**
 * Where a visit began and under which campaign, from what is told of its first page.
 * Used at the session's creation and by the fold, so that both say the same.
 * @param args.url the page's URL; it knows more than `path` and goes before it
 * @param args.path the page's path, with or without a query
 * @param args.referrer what a request that is only a part of a page names as that page; read where there is neither `url` nor `path`
 * @param args.keptParameters the site's own query parameters that stay in stored URLs
 */
export const landingOf = (args: {
  readonly url?: string | undefined;
  readonly path?: string | undefined;
  readonly referrer?: string | undefined;
  readonly keptParameters: readonly string[];
}): Landing => {
  const named = args.url !== undefined || args.path !== undefined;
  const page = parsePage(args.url) ?? parsePage(args.path) ?? (named ? undefined : parsePage(args.referrer));
  if (page === undefined) return { utm: {}, clickIds: {} };
  return {
    landingPage: storedPath(page),
    ...(!isPathOnly(page) && { landingUrl: storedUrl(page, args.keptParameters) }),
    utm: utmFrom(page.searchParams),
    clickIds: clickIdsFrom(page.searchParams),
  };
};
