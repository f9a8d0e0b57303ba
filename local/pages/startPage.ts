import { readFile } from 'node:fs/promises';
import { createHandler } from '../../functions/web/createHandler.ts';
import { TRACKER_PATH } from '../../functions/web/trackerApp.ts';
import { JAVASCRIPT, webFile } from '../../functions/web/WebFile.ts';
import { ROUTES } from '../../web/start/routes.ts';
import type { HttpHandler, Routes } from '../http/Routes.ts';
import { buildScripts } from './buildScripts.ts';
import { PAGE_HEADERS } from './pageHeaders.ts';
import { staticFile } from './staticFile.ts';

const source = (name: string): Promise<string> =>
  readFile(new URL(`../../web/start/${name}`, import.meta.url), 'utf8');

/** The tracker, and the page of live sessions with its files: a single-page shop, served alike at each of its routes. */
export const startPage = async (): Promise<Routes> => {
  const [scripts, html, icon] = await Promise.all([buildScripts(), source('start.html'), source('icon.svg')]);
  const page: HttpHandler = async () => ({ statusCode: 200, headers: PAGE_HEADERS, body: html });
  return {
    [`ANY ${TRACKER_PATH}`]: createHandler({ tracker: webFile(JAVASCRIPT, Buffer.from(scripts.tracker)) }),
    'GET /start/start.js': staticFile({ content: scripts.start, contentType: JAVASCRIPT }),
    'GET /start/start.css': staticFile({ content: scripts.style, contentType: 'text/css; charset=utf-8' }),
    'GET /start/icon.svg': staticFile({ content: icon, contentType: 'image/svg+xml' }),
    ...Object.fromEntries(Object.keys(ROUTES).map((path) => [`GET ${path}`, page])),
  };
};
