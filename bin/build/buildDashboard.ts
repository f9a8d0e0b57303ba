import { DASHBOARD_BUILD } from '../../web/dashboard/viteConfig.ts';
import { buildWebApp, type WebAppBuildOptions, type WebAppSize } from './buildWebApp.ts';

/** Builds the dashboard into a folder. */
export const buildDashboard = (outdir: string, options?: WebAppBuildOptions): Promise<WebAppSize> =>
  buildWebApp(DASHBOARD_BUILD, outdir, options);
