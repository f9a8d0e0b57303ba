import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { type HttpEvent, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { dashboardApp } from './dashboardApp.ts';
import { shopApp } from './shopApp.ts';
import type { WebFiles } from './WebFile.ts';

/** The built files of each application; of one that is left out, there is nothing. */
export interface BuiltApps {
  readonly dashboard?: WebFiles;
  readonly shop?: WebFiles;
}

const isOfDashboard = (path: string): boolean => /^\/dashboard(\/|$)/.test(path);

/** The web pages, from memory: the dashboard below `/dashboard/`, and the shop at the root. */
export const createHandler = ({ dashboard = new Map(), shop = new Map() }: BuiltApps) => {
  const apps = { dashboard: dashboardApp(dashboard), shop: shopApp(shop) };
  return async (event: HttpEvent): Promise<HttpAnswer> => {
    const request = readHttpRequest(event, undefined);
    return apps[isOfDashboard(request.path) ? 'dashboard' : 'shop'](request);
  };
};
