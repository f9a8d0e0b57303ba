import sites from '../../footfall.config.json' with { type: 'json' };
import type { Site } from '../domain/site.ts';
import { parseSites } from './parseSites.ts';

/**
 * The sites of `footfall.config.json`. A function's bundle has another module in this one's place, which reads them from the file
 * `sites.mjs` beside it: the build has checked and completed them, and loading the time zones alone takes 12 ms of a cold start
 * (2026-11-22).
 * @throws ConfigurationError
 */
export const builtInSites = (): readonly [Site, ...Site[]] => parseSites(sites);
