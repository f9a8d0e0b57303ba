import { ALARMING_CROSS_SITE_SHARE, crossSiteShare } from '../../domain/metrics/crossSite.ts';
import type { QualityCounts } from '../../domain/metrics/piece.ts';
import { isRecomputed } from '../../domain/metrics/recomputed.ts';
import { keepsNoCookies, type Site } from '../../domain/site.ts';
import type { LocalDate } from '../../domain/time/localDate.ts';
import { daysOf } from '../../domain/time/localTime.ts';
import { isProvisional } from '../reading/coverOf.ts';
import type { Heads } from '../reading/createHeads.ts';
import type { DayRange } from '../wire/rangeOf.ts';
import type { Quality, Recomputed, Status } from '../wire/statusSchema.ts';
import type { Reading } from './Reading.ts';
import type { Totals } from './totalsOf.ts';

/** By which refusals are counted, with their reason behind it. */
export const REFUSED_PREFIX = 'refused:';

/** The counters of quality as the wire has them: refusals in one. */
export const qualityOf = (counts: QualityCounts): Quality => {
  const of = (name: string): number => counts[name] ?? 0;
  return {
    accepted: of('accepted'),
    duplicated: of('duplicated'),
    late: of('late'),
    deferred: of('deferred'),
    refused: Object.entries(counts).reduce(
      (sum, [name, count]) => (name.startsWith(REFUSED_PREFIX) ? sum + count : sum),
      0,
    ),
    deadLettered: of('deadLettered'),
    sealed: of('sealed'),
    erased: of('erased'),
  };
};

/** An instant as the wire has it. */
export const instant = (ms: number): string => new Date(ms).toISOString();

/** Days whose numbers changed after they were first told. */
export const recomputedDays = (heads: Heads, range: DayRange): Recomputed[] =>
  daysOf(range.from, range.to).flatMap((day) => {
    const stamp = heads.stored({ kind: 'day', day })?.stamp;
    if (stamp === undefined || !isRecomputed(stamp)) return [];
    return [{ day, version: stamp.version, at: instant(stamp.writtenAt), reason: stamp.reason }];
  });

/** Each sealed day to which something was added, once a reason. */
const correctedDays = (heads: Heads, range: DayRange): Status['corrected'] => {
  const byDay = new Map(
    heads.corrections(range).map(({ day, reason }) => [`${day} ${reason}`, { day, reason }]),
  );
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
};

/** For how long a site knows a visitor again, where that is not for good. */
export const uniqueVisitsPer = (site: Site): Pick<Status, 'uniqueVisitsPer'> =>
  keepsNoCookies(site) ? { uniqueVisitsPer: 'day' } : {};

/** How much the numbers of a range can be relied on. */
export const statusOf = (
  { site, heads }: Pick<Reading, 'site' | 'heads'>,
  range: DayRange,
  { cover, quality, otherHides }: Pick<Totals, 'cover' | 'quality' | 'otherHides'>,
): Status => {
  const crossSite = crossSiteShare(quality) ?? 0;
  const newest = Math.max(...cover.groups.flat().map(({ stamp }) => stamp.writtenAt));
  return {
    provisional: cover.unfinished.length > 0 || isProvisional(heads, range.to),
    asOf: Number.isFinite(newest) ? instant(newest) : null,
    missingDays: [...cover.missing],
    recomputed: recomputedDays(heads, range),
    corrected: correctedDays(heads, range),
    quality: qualityOf(quality),
    ...(crossSite >= ALARMING_CROSS_SITE_SHARE && { crossSiteShare: crossSite }),
    ...(otherHides && { otherHides }),
    ...uniqueVisitsPer(site),
  };
};

/** The marks of a point of time. */
export const marksOf = (heads: Heads, day: LocalDate) => {
  const stamp = heads.stored({ kind: 'day', day })?.stamp;
  return {
    provisional: stamp === undefined ? isProvisional(heads, day) : false,
    version: stamp?.version ?? null,
    reason: stamp?.reason ?? null,
  };
};
