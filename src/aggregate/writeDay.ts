import { hourTotalsOf } from '../domain/metrics/hourTotals.ts';
import { MAX_VALUES, mergePieces } from '../domain/metrics/mergePieces.ts';
import type { Piece, PieceReason } from '../domain/metrics/piece.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import { hoursOfDay } from '../domain/time/localTime.ts';
import { dailyMetricsOf } from './dailyMetricsOf.ts';
import { type FoldedHour, foldHours } from './foldHours.ts';
import { hourPieceId, refoldHour, writeHour } from './hourPieces.ts';
import type { Mark } from './marks.ts';
import type { ShelvedPiece } from './pieceShelf.ts';
import type { SiteRun } from './siteRun.ts';

interface WholeDay {
  readonly hours: readonly FoldedHour[];
  /** To be cleared once all that the day is part of is stored. */
  readonly marks: readonly Mark[];
}

/**
 * A day from the stored pieces of its hours, those that are marked or missing folded first.
 * @returns absent where too many of them are: one stream of all sessions is then shorter
 */
const fromHours = async (
  run: SiteRun,
  day: LocalDate,
  reason: PieceReason,
): Promise<WholeDay | undefined> => {
  const hours = hoursOfDay(day, run.site.timezone);
  const ids = hours.map((hour) => hourPieceId(day, hour));
  const settled = new Set<Mark>();
  const stale = async (): Promise<typeof hours> => {
    const marks = run.state.marks.of(day).filter((mark) => !settled.has(mark));
    const marked = new Set(marks.map(({ startMs }) => startMs));
    const stamps = await run.shelf.stamps(ids);
    return hours.filter(({ startMs }, index) => stamps[index] === undefined || marked.has(startMs));
  };

  const folded = new Map<number, FoldedHour>();
  let wrong = await stale();
  if (wrong.length * 2 > hours.length) return undefined;
  // One after the other: folding an hour may mark another one.
  for (let hour = wrong[0]; hour !== undefined; hour = wrong[0]) {
    const refolded = await refoldHour(run, day, hour, reason);
    for (const one of refolded.folded) folded.set(one.hour.startMs, one);
    for (const mark of refolded.marks) settled.add(mark);
    wrong = await stale();
  }

  const rest = hours.filter(({ startMs }) => !folded.has(startMs));
  const read = await run.shelf.read(rest.map((hour) => hourPieceId(day, hour)));
  for (const [index, hour] of rest.entries()) {
    const stored = read[index];
    if (stored === undefined) return undefined;
    folded.set(hour.startMs, { hour, piece: stored.piece });
  }
  return { hours: hours.map(({ startMs }) => folded.get(startMs) as FoldedHour), marks: [...settled] };
};

/** A day from one stream of all its sessions. Pieces of its hours that are there and marked are written again on the way. */
const fromSessions = async (run: SiteRun, day: LocalDate, reason: PieceReason): Promise<WholeDay> => {
  const hours = hoursOfDay(day, run.site.timezone);
  const stamps = run.days.keepsHours(day)
    ? await run.shelf.stamps(hours.map((hour) => hourPieceId(day, hour)))
    : [];
  const { folded, marks } = await foldHours(run, {
    day,
    hours,
    apart: stamps.some((stamp) => stamp !== undefined),
    reason,
  });
  const marked = new Set(marks.map(({ startMs }) => startMs));
  for (const [index, one] of folded.entries()) {
    if (stamps[index] !== undefined && marked.has(one.hour.startMs)) await writeHour(run, day, one, reason);
  }
  return { hours: folded, marks };
};

/** A day's piece out of those of its hours, disjoint and all there. */
const mergedHours = (hours: readonly FoldedHour[]): ShelvedPiece => ({
  piece: mergePieces(
    hours.map(({ piece }) => piece),
    { maxValues: MAX_VALUES },
  ),
  hours: hours.map(({ hour, piece }) => hourTotalsOf(hour.startMs, piece)),
});

/** Stores a day's piece, and what the record keeps of it. A day that says the same as before is not a new version. */
export const storeDay = async (
  { shelf, record, site }: SiteRun,
  day: LocalDate,
  shelved: { readonly piece: Piece; readonly hours: ShelvedPiece['hours'] },
  reason: PieceReason,
): Promise<void> => {
  const stamp = await shelf.write({ kind: 'day', day }, shelved, {
    reason,
    unlessSame: reason !== 'by hand',
  });
  await record.saveDailyMetrics(site.id, dailyMetricsOf({ day, site, stamp, piece: shelved.piece }));
};

/**
 * Aggregates a whole day: from the pieces of its hours where they are there, else from its sessions.
 * @returns the marks that this settles, once the pieces that the day is part of are stored as well
 */
export const writeDay = async (
  run: SiteRun,
  day: LocalDate,
  { reason, fromScratch = false }: { readonly reason: PieceReason; readonly fromScratch?: boolean },
): Promise<readonly Mark[]> => {
  const mayMerge = run.days.keepsHours(day) && !fromScratch;
  const whole =
    (mayMerge ? await fromHours(run, day, reason) : undefined) ?? (await fromSessions(run, day, reason));
  await storeDay(run, day, mergedHours(whole.hours), reason);
  return whole.marks;
};
