import { keptAs, PAGE, pageAnswers } from './pageAnswers.ts';
import type { WebApp } from './WebApp.ts';
import type { WebFiles } from './WebFile.ts';

/** Where the dashboard is; without the slash, one is sent there. */
const BASE = '/dashboard/';

/** The routes of the dashboard, as an HTTP API names paths. */
export const DASHBOARD_PATHS = ['/dashboard', '/dashboard/', '/dashboard/{proxy+}'] as const;

const answers = pageAnswers('no-referrer');

/**
 * `GET /dashboard/…`: the dashboard's built files, from memory: a path that names none of them reaches no disk. What is no
 * file is a state of the dashboard, and gets its page; a missing asset is a 404, for a script must never be a page.
 */
export const dashboardApp =
  (files: WebFiles): WebApp =>
  (request) => {
    const refusal = answers.onlyReading(request);
    if (refusal) return refusal;
    if (!request.path.startsWith(BASE)) {
      return answers.moved(request.query === '' ? BASE : `${BASE}?${request.query}`);
    }
    const path = request.path.slice(BASE.length);
    const kept = keptAs(path);
    const file = files.get(path) ?? (kept === 'hashed' ? undefined : files.get(PAGE));
    return file ? answers.file(file, request, kept) : answers.notFound();
  };
