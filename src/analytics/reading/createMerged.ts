import type { SiteId } from '../../domain/ids.ts';
import type { Dimension } from '../../domain/metrics/dimensions.ts';
import { MAX_VALUES, mergeRows } from '../../domain/metrics/mergePieces.ts';
import type { DimensionRows, Row } from '../../domain/metrics/piece.ts';
import type { StoredPiece } from '../../ports/MetricsStore.ts';
import type { Filter } from '../wire/parameters.ts';
import type { Memo } from './createMemo.ts';
import { ROW_BYTES, type Sections, versionKey } from './createSections.ts';
import { lazyDimensionRows } from './lazyDimensionRows.ts';

/** The numbers of some time, all or those of one dimension value. */
export interface FilteredRow {
  readonly row: Row;
  /** Whether the value may also be among what is `(other)` in one of the pieces. */
  readonly otherHides: boolean;
}

type Groups = readonly (readonly StoredPiece[])[];

/** Pieces merged, kept by the versions that went into them. All throw `VersionGone` and `MetricsUnavailable`. */
export interface Merged {
  row(site: SiteId, pieces: readonly StoredPiece[], filter: Filter | undefined): Promise<FilteredRow>;
  /** @param groups those that change most often last: what is before them is merged once and kept */
  dimension(site: SiteId, groups: Groups, dimension: Dimension): Promise<DimensionRows>;
}

/** More are kept between than are told at the end, so that what is small in one group and large in the next is not lost. */
const MAX_VALUES_OF_GROUP = 4 * MAX_VALUES;

const bytesOf = ({ visitors, newVisitors }: Row): number =>
  ROW_BYTES +
  visitors.getSerializationSizeInBytes('portable') +
  newVisitors.getSerializationSizeInBytes('portable');

/** What these may take once they are merged with others. A visitor is two bytes in a bitmap of few. */
const mostBytesOf = ({ rows, other }: DimensionRows): number => {
  let bytes = (rows.size + 1) * ROW_BYTES + 2 * (other.visitors.size + other.newVisitors.size);
  for (const { visitors, newVisitors } of rows.values()) bytes += 2 * (visitors.size + newVisitors.size);
  return bytes;
};

const hides = ({ other }: DimensionRows): boolean => other.counts.some((count) => count !== 0);

/** The row of one value; of a value that is not listed, the row of nothing. */
const valueRow = (rows: DimensionRows, value: string): FilteredRow => {
  const row = rows.rows.get(value);
  return { row: row ?? mergeRows([]), otherHides: row === undefined && hides(rows) };
};

export const mergeFiltered = (all: readonly FilteredRow[]): FilteredRow => ({
  row: mergeRows(all.map(({ row }) => row)),
  otherHides: all.some(({ otherHides }) => otherHides),
});

export const createMerged = ({
  sections,
  memo,
}: {
  readonly sections: Sections;
  readonly memo: Memo;
}): Merged => {
  const rowOfPiece = async (
    site: SiteId,
    piece: StoredPiece,
    filter: Filter | undefined,
  ): Promise<FilteredRow> => {
    if (filter !== undefined) {
      return valueRow(await sections.dimension(site, piece, filter.dimension), filter.value);
    }
    const [{ counts }, visitors] = await Promise.all([
      sections.core(site, piece),
      sections.visitors(site, piece),
    ]);
    return { row: { counts, ...visitors }, otherHides: false };
  };

  const namesOf = (pieces: readonly StoredPiece[]): string => pieces.map(versionKey).join();

  const keptDimension = (
    site: SiteId,
    pieces: readonly StoredPiece[],
    dimension: Dimension,
    parts: () => Promise<readonly DimensionRows[]>,
  ): Promise<DimensionRows> =>
    memo.get(`m|${site}|${namesOf(pieces)}|${dimension}`, async () => {
      const all = await parts();
      const bytes = all.reduce((sum, rows) => sum + mostBytesOf(rows), 0);
      return { value: lazyDimensionRows(all, { maxValues: MAX_VALUES_OF_GROUP }), bytes };
    });

  const dimensionOf: Merged['dimension'] = (site, groups, dimension) => {
    const last = groups.at(-1) ?? [];
    const before = groups.slice(0, -1);
    return keptDimension(site, groups.flat(), dimension, () =>
      before.length === 0
        ? Promise.all(last.map((piece) => sections.dimension(site, piece, dimension)))
        : Promise.all([dimensionOf(site, before, dimension), dimensionOf(site, [last], dimension)]),
    );
  };

  return {
    row: (site, pieces, filter) => {
      const of = filter === undefined ? '' : `${filter.dimension}:${filter.value}`;
      return memo.get(`r|${site}|${namesOf(pieces)}|${of}`, async () => {
        const value = mergeFiltered(
          await Promise.all(pieces.map((piece) => rowOfPiece(site, piece, filter))),
        );
        return { value, bytes: bytesOf(value.row) };
      });
    },
    dimension: dimensionOf,
  };
};
