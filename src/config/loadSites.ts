import type { Site } from '../domain/site.ts';
import { builtInSites } from './builtInSites.ts';
import type { Environment } from './environment.ts';

/**
 * What `sitesOf` gives, for what must load little: that which checks sites is loaded only where `SITES` is set.
 * @throws ConfigurationError
 */
export const loadSites = async ({ SITES }: Environment): Promise<readonly [Site, ...Site[]]> => {
  if (SITES === undefined || SITES === '') return builtInSites();
  const { parseSitesJson } = await import('./parseSites.ts');
  return parseSitesJson(SITES);
};
