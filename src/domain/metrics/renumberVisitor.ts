import { byDimension } from './byDimension.ts';
import type { Piece, Row } from './piece.ts';
import { changeVisitors, type VisitorSet } from './visitorSet.ts';

/** How two visitors turn out to be one. */
export interface Renumbering {
  /** The number that is given up. */
  readonly from: number;
  /** The number that counts for both from now on. */
  readonly to: number;
  /**
   * Whether the one visitor is new in this piece. `keep`: where either was, as of the piece in which its first session ever
   * started. `drop`: nowhere, as of all other pieces in which either was new.
   */
  readonly becomesNew: 'keep' | 'drop';
}

/**
 * Two visitors of a stored piece made one: what folding its sessions again would give, when they are there no more (design,
 * section 3). Counters stay as they are.
 *
 * Which row the first session is in, a piece does not tell: where both visitors were new in it, in different rows, the one
 * visitor stays new in both. The total is right all the same.
 * @returns `undefined` where nothing changes
 */
export const renumberVisitor = (piece: Piece, { from, to, becomesNew }: Renumbering): Piece | undefined => {
  const oneForBoth = (set: VisitorSet): VisitorSet =>
    set.has(from) ? changeVisitors(set, { without: [from], plus: to }) : set;
  const renumbered = (row: Row): Row => {
    const visitors = oneForBoth(row.visitors);
    const newVisitors =
      becomesNew === 'keep'
        ? oneForBoth(row.newVisitors)
        : changeVisitors(row.newVisitors, { without: [from, to] });
    const same = visitors === row.visitors && newVisitors === row.newVisitors;
    return same ? row : { counts: row.counts, visitors, newVisitors };
  };

  const total = renumbered(piece.total);
  if (total === piece.total) return undefined;
  return {
    ...piece,
    total,
    dimensions: byDimension((dimension) => {
      const { rows, other } = piece.dimensions[dimension];
      return {
        rows: new Map(Array.from(rows, ([value, row]) => [value, renumbered(row)])),
        other: renumbered(other),
      };
    }),
  };
};
