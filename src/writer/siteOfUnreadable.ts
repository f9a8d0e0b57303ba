import type { SiteId } from '../domain/ids.ts';
import type { Site } from '../domain/site.ts';

const namedIn = (body: string): unknown => {
  try {
    return JSON.parse(body)?.session?.site;
  } catch {
    return undefined;
  }
};

/**
 * Which site's numbers lack a message that could not be read: the one that it names, or the only one there is.
 * @returns `undefined` where nobody can say
 */
export const siteOfUnreadable = (body: string, sites: readonly Site[]): SiteId | undefined => {
  const named = namedIn(body);
  const site = sites.find(({ id }) => id === named) ?? (sites.length === 1 ? sites[0] : undefined);
  return site?.id;
};
