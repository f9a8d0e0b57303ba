import { pageAnswers } from './pageAnswers.ts';
import type { WebApp } from './WebApp.ts';
import type { WebFile } from './WebFile.ts';

/** Where shops' pages load the tracker from. */
export const TRACKER_PATH = '/tracker.js';

const answers = pageAnswers('no-referrer');

/** `GET /tracker.js`, from memory; 404 where there is none. */
export const trackerApp =
  (file: WebFile | undefined): WebApp =>
  (request) =>
    answers.onlyReading(request) ?? (file ? answers.file(file, request, 'minutes') : answers.notFound());
