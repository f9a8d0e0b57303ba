import { table } from '../../bench/markdownTable.ts';
import { BILLION_A_DAY, LIMITS } from './scale.ts';
import { count } from './words.ts';

/** The tables of `docs/scale.md`, by the names of their places in it. */
export const scaleTables = (): { readonly [name: string]: string } => ({
  limits: table(
    ['part', 'first limit', 'arithmetic', 'page views a day', 'what to turn'],
    LIMITS.map(({ part, limit, arithmetic, pageViewsADay, turn }) => [
      part,
      limit,
      arithmetic,
      count(Number(pageViewsADay.toPrecision(2))),
      turn,
    ]),
  ),
  billion: table(
    ['a billion page views a day', 'mean', 'peak'],
    BILLION_A_DAY.map(({ what, mean, peak }) => [what, mean, peak]),
  ),
});
