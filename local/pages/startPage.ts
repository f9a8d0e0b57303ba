import { readFile } from 'node:fs/promises';
import { ROUTES } from '../../web/start/routes.ts';
import type { HttpHandler, Routes } from '../http/Routes.ts';
import { buildScripts } from './buildScripts.ts';
import { PAGE_HEADERS } from './pageHeaders.ts';
import { staticFile } from './staticFile.ts';

/** As long as a changed tracker may take to reach a shop's visitors. */
const TRACKER_CACHE = 'public, max-age=3600';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

const source = (name: string): Promise<string> =>
  readFile(new URL(`../../web/start/${name}`, import.meta.url), 'utf8');

/** The tracker, and the page of live sessions with its files: a single-page shop, served alike at each of its routes. */
export const startPage = async (): Promise<Routes> => {
  const [scripts, html, icon] = await Promise.all([buildScripts(), source('start.html'), source('icon.svg')]);
  const page: HttpHandler = async () => ({ statusCode: 200, headers: PAGE_HEADERS, body: html });
  return {
    'GET /tracker.js': staticFile({
      content: scripts.tracker,
      contentType: JAVASCRIPT,
      cacheControl: TRACKER_CACHE,
    }),
    'GET /start/start.js': staticFile({ content: scripts.start, contentType: JAVASCRIPT }),
    'GET /start/start.css': staticFile({ content: scripts.style, contentType: 'text/css; charset=utf-8' }),
    'GET /start/icon.svg': staticFile({ content: icon, contentType: 'image/svg+xml' }),
    ...Object.fromEntries(Object.keys(ROUTES).map((path) => [`GET ${path}`, page])),
  };
};
