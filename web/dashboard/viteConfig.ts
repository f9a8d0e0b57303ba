import { fileURLToPath } from 'node:url';
import { viteBuild } from '../viteBuild.ts';

/** Where the dashboard is served. */
export const DASHBOARD_BASE = '/dashboard/';

export const DASHBOARD_BUILD = viteBuild({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: DASHBOARD_BASE,
});
