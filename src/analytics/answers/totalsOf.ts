import { correctRow } from '../../domain/metrics/correctRow.ts';
import { mergeQuality } from '../../domain/metrics/mergePieces.ts';
import type { Correction, Counts, QualityCounts } from '../../domain/metrics/piece.ts';
import type { Core } from '../../domain/metrics/pieceSections.ts';
import { NO_VISITORS } from '../../domain/metrics/visitorSet.ts';
import { coverOf, type SiteCover } from '../reading/coverOf.ts';
import { mergeFiltered } from '../reading/createMerged.ts';
import type { Filter } from '../wire/parameters.ts';
import type { DayRange } from '../wire/rangeOf.ts';
import type { Reading } from './Reading.ts';

/** The numbers of a range, all or those of one dimension value. */
export interface Totals {
  readonly counts: Counts;
  readonly uniqueVisits: number;
  readonly newVisitors: number;
  /** Bot sessions; none under a filter, which bots know nothing of. */
  readonly bots: number;
  readonly quality: QualityCounts;
  readonly cover: SiteCover;
  readonly otherHides: boolean;
}

type Visits = Pick<Totals, 'counts' | 'uniqueVisits' | 'newVisitors' | 'otherHides'>;

/** What is covered by one piece says itself how many came; of several, each visitor counts once. */
const visitsOf = async (
  { site, merged }: Reading,
  { groups }: SiteCover,
  cores: readonly Core[],
  filter: Filter | undefined,
): Promise<Visits> => {
  const [only] = cores;
  if (filter === undefined && only !== undefined && cores.length === 1) return { ...only, otherHides: false };
  const { row, otherHides } = mergeFiltered(
    await Promise.all(groups.map((pieces) => merged.row(site.id, pieces, filter))),
  );
  return {
    counts: row.counts,
    uniqueVisits: row.visitors.size,
    newVisitors: row.newVisitors.size,
    otherHides,
  };
};

const corrected = (counts: Counts, corrections: readonly Correction[], filter: Filter | undefined): Counts =>
  correctRow(
    { counts, visitors: NO_VISITORS, newVisitors: NO_VISITORS },
    corrections
      .filter(({ values }) => filter === undefined || values[filter.dimension] === filter.value)
      .map(({ delta }) => delta),
  ).counts;

/**
 * What was stored of a range, and what was added to its sealed days since.
 * @throws VersionGone, MetricsUnavailable
 */
export const totalsOf = async (
  reading: Reading,
  range: DayRange,
  filter: Filter | undefined,
): Promise<Totals> => {
  const { site, heads, sections } = reading;
  const cover = coverOf(heads, site, range);
  const cores = await Promise.all(cover.groups.flat().map((piece) => sections.core(site.id, piece)));
  const visits = await visitsOf(reading, cover, cores, filter);
  return {
    ...visits,
    counts: corrected(visits.counts, heads.corrections(range), filter),
    bots: filter === undefined ? cores.reduce((sum, { bots }) => sum + bots.sessions, 0) : 0,
    quality: mergeQuality(cores.map(({ quality }) => quality)),
    cover,
  };
};
