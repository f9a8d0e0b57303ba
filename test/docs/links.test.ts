import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headingsOf, type Page, pages, proseOf, slugOf } from './pages.ts';

/** Links of a page to other places in the project: a path, an anchor, or both. */
const linksOf = (page: Page): { readonly path: string; readonly anchor: string | undefined }[] =>
  [...proseOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(([, path = '', anchor]) => ({
    path: path === '' ? page.path : join(dirname(page.path), path),
    anchor,
  }));

describe.each(pages)('$path', (page) => {
  test('each link leads to a file that is there', () => {
    const missing = linksOf(page).filter(({ path }) => !existsSync(path));
    expect(missing).toEqual([]);
  });

  test('each anchor is a heading of its page', () => {
    const missing = linksOf(page).filter(({ path, anchor }) => {
      const target = pages.find((one) => one.path === path);
      return (
        anchor !== undefined &&
        target &&
        !headingsOf(target)
          .map(({ title }) => slugOf(title))
          .includes(anchor)
      );
    });
    expect(missing).toEqual([]);
  });

  test('no heading stands twice, for links could mean either', () => {
    const slugs = headingsOf(page).map(({ title }) => slugOf(title));
    expect(slugs.filter((slug, index) => slugs.indexOf(slug) !== index)).toEqual([]);
  });
});
