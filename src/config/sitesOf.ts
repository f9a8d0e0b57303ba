import type { Site } from '../domain/site.ts';
import { builtInSites } from './builtInSites.ts';
import type { Environment } from './environment.ts';
import { parseSitesJson } from './parseSites.ts';

/**
 * The sites: `SITES` where it is set, else those of {@link builtInSites}.
 * @throws ConfigurationError
 */
export const sitesOf = ({ SITES }: Environment): readonly [Site, ...Site[]] =>
  SITES === undefined || SITES === '' ? builtInSites() : parseSitesJson(SITES);
