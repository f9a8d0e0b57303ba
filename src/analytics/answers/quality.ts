import { mergeQuality } from '../../domain/metrics/mergePieces.ts';
import type { BotCounts, Correction, QualityCounts } from '../../domain/metrics/piece.ts';
import { daysOf } from '../../domain/time/localTime.ts';
import type { QualityAnswer } from '../operations/qualityOperation.ts';
import { coverOf } from '../reading/coverOf.ts';
import { type DayRange, rangeOf } from '../wire/rangeOf.ts';
import type { Reading } from './Reading.ts';
import { qualityOf, REFUSED_PREFIX, recomputedDays } from './statusOf.ts';

/** Most first; of as many, by name. */
const mostFirst = (counts: QualityCounts): [string, number][] =>
  Object.entries(counts).sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : Number(a > b)));

const refusedReasons = (counts: QualityCounts): QualityAnswer['refused'] =>
  mostFirst(counts)
    .filter(([name, count]) => name.startsWith(REFUSED_PREFIX) && count > 0)
    .map(([name, count]) => ({ reason: name.slice(REFUSED_PREFIX.length), count }));

const byReason = ({ reasons }: BotCounts, what: 'sessions' | 'hits'): QualityCounts =>
  Object.fromEntries(Object.entries(reasons).map(([reason, count]) => [reason, count[what]]));

const botsOf = (all: readonly BotCounts[]): QualityAnswer['bots'] => {
  const hits = mergeQuality(all.map((bots) => byReason(bots, 'hits')));
  return {
    sessions: all.reduce((sum, { sessions }) => sum + sessions, 0),
    hits: all.reduce((sum, bots) => sum + bots.hits, 0),
    reasons: mostFirst(mergeQuality(all.map((bots) => byReason(bots, 'sessions')))).map(
      ([reason, sessions]) => ({ reason, sessions, hits: hits[reason] ?? 0 }),
    ),
  };
};

/** What was added to each sealed day, by reason. */
const correctionsOf = (corrections: readonly Correction[]): QualityAnswer['corrections'] => {
  const byDay = new Map<string, QualityAnswer['corrections'][number]>();
  for (const { day, reason, delta } of corrections) {
    const key = `${day} ${reason}`;
    const { orders, revenue } = byDay.get(key) ?? { orders: 0, revenue: 0 };
    byDay.set(key, { day, reason, orders: orders + delta.orders, revenue: revenue + delta.revenueMinor });
  }
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
};

/** What may be missing from the numbers of a range, its bots, and what changed after it was told. */
export const quality = async (
  { site, heads, sections }: Reading,
  range: DayRange,
): Promise<QualityAnswer> => {
  const days = await Promise.all(
    daysOf(range.from, range.to).map(async (day) => {
      const pieces = coverOf(heads, site, { from: day, to: day }).groups.flat();
      const cores = await Promise.all(pieces.map((piece) => sections.core(site.id, piece)));
      return {
        day,
        counts: mergeQuality(cores.map((core) => core.quality)),
        bots: cores.map(({ bots }) => bots),
      };
    }),
  );
  const counts = mergeQuality(days.map((day) => day.counts));
  return {
    range: rangeOf(range),
    totals: qualityOf(counts),
    refused: refusedReasons(counts),
    days: days.map((one) => ({ day: one.day, ...qualityOf(one.counts) })),
    bots: botsOf(days.flatMap(({ bots }) => bots)),
    recomputed: recomputedDays(heads, range),
    corrections: correctionsOf(heads.corrections(range)),
  };
};
