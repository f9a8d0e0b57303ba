import { ROUTES, SHOP_FILES } from '../../web/shop/routes.ts';
import { keptAs, PAGE, pageAnswers } from './pageAnswers.ts';
import type { WebApp } from './WebApp.ts';
import type { WebFiles } from './WebFile.ts';

/** The routes of the shop's pages and files, as an HTTP API names paths: its variables are greedy here, the page reads them. */
export const SHOP_PATHS: readonly string[] = [
  ...new Set(Object.values(ROUTES).map((route) => route.replace(/:\w+$/, '{proxy+}'))),
  `${SHOP_FILES}{proxy+}`,
];

/** A shop tells the sites that it sends people to whom they come from, and its own requests which page they are of. */
const answers = pageAnswers('strict-origin-when-cross-origin');

/** `GET /…`: the shop's page at each of its routes, and below `/shop/` its built files, from memory; 404 where there is none. */
export const shopApp =
  (files: WebFiles): WebApp =>
  (request) => {
    const refusal = answers.onlyReading(request);
    if (refusal) return refusal;
    const path = request.path.startsWith(SHOP_FILES) ? request.path.slice(SHOP_FILES.length) : PAGE;
    const file = files.get(path);
    return file ? answers.file(file, request, keptAs(path)) : answers.notFound();
  };
