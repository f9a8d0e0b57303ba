import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { costTables } from './costTables.ts';
import { fillPlaces } from './fillPlaces.ts';
import { scaleTables } from './scaleTables.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const PAGES = [
  { name: 'cost.md', tables: costTables },
  { name: 'scale.md', tables: scaleTables },
] as const;

/** A page with reckoned tables in it: as it is, and as it should be. */
export interface ReckonedPage {
  readonly name: string;
  readonly path: string;
  readonly now: string;
  readonly reckoned: string;
}

/** The pages of `docs/` whose tables are reckoned here. @throws Error where one has not the places for them */
export const reckonedPages = (): Promise<readonly ReckonedPage[]> =>
  Promise.all(
    PAGES.map(async ({ name, tables }) => {
      const path = join(DOCS, name);
      const now = await readFile(path, 'utf8');
      return { name: `docs/${name}`, path, now, reckoned: fillPlaces(now, tables()) };
    }),
  );
