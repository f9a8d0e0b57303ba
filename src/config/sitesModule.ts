import type { Site } from '../domain/site.ts';

/** The file of the sites, beside each bundle that reads them. */
export const SITES_FILE = 'sites.mjs';

/** What is in it. */
export const sitesModule = (sites: readonly Site[]): string => `export default ${JSON.stringify(sites)};\n`;
