import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = 'docs';

/** A page of `docs/`, or the README: its path from the project's root, and its Markdown. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

export const pages: readonly Page[] = [
  'README.md',
  ...readdirSync(DOCS)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(DOCS, name)),
].map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** @throws Error where there is none */
export const pageAt = (path: string): Page => {
  const page = pages.find((one) => one.path === path);
  if (page === undefined) throw new Error(`there is no page ${path}`);
  return page;
};

const FENCE = /^```.*\n[\s\S]*?^```$/gm;
/** Without blocks of code, in which `#` begins no heading and brackets are no link. */
export const proseOf = ({ text }: Page): string => text.replace(FENCE, '');

/** What links to a heading say after `#`, as GitHub makes it of its text. */
export const slugOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

export interface Heading {
  readonly level: number;
  readonly title: string;
}

export const headingsOf = (page: Page): Heading[] =>
  [...proseOf(page).matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }));
