import type { Site } from '../../domain/site.ts';
import { badRequest } from './ApiFault.ts';

/**
 * The site that a request names, or the only one.
 * @throws ApiFault (400) with the sites that there are
 */
export const siteOf = (sites: readonly [Site, ...Site[]], named: string | undefined): Site => {
  const allowed = sites.map(({ id }) => id);
  const site = named === undefined && sites.length === 1 ? sites[0] : sites.find(({ id }) => id === named);
  if (site !== undefined) return site;
  if (named !== undefined)
    throw badRequest('site', 'No site has this id.', { code: 'unknown_site', allowed });
  throw badRequest('site', 'site is missing: there are several.', { code: 'missing', allowed });
};
