import type { HttpAnswer } from '../../src/middleware/HttpAnswer.ts';
import { type HttpEvent, readHttpRequest } from '../../src/middleware/HttpRequest.ts';
import { dashboardApp } from './dashboardApp.ts';
import { shopApp } from './shopApp.ts';
import { TRACKER_PATH, trackerApp } from './trackerApp.ts';
import type { WebFile, WebFiles } from './WebFile.ts';

/** The built files of each application; of one that is left out, there is nothing. */
export interface BuiltApps {
  readonly dashboard?: WebFiles;
  readonly shop?: WebFiles;
  /** The script that shops' pages load. */
  readonly tracker?: WebFile;
}

const appOf = (path: string): keyof BuiltApps => {
  if (path === TRACKER_PATH) return 'tracker';
  return /^\/dashboard(\/|$)/.test(path) ? 'dashboard' : 'shop';
};

/** The web pages, from memory: the dashboard below `/dashboard/`, the tracker, and the shop at the root. */
export const createHandler = ({ dashboard = new Map(), shop = new Map(), tracker }: BuiltApps) => {
  const apps = { dashboard: dashboardApp(dashboard), shop: shopApp(shop), tracker: trackerApp(tracker) };
  return async (event: HttpEvent): Promise<HttpAnswer> => {
    const request = readHttpRequest(event, undefined);
    return apps[appOf(request.path)](request);
  };
};
