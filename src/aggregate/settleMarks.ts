import type { PieceReason } from '../domain/metrics/piece.ts';
import type { LocalDate, Span } from '../domain/time/localDate.ts';
import { hourOf, monthOf } from '../domain/time/localTime.ts';
import { hourPieceId, refoldHour } from './hourPieces.ts';
import { type Mark, strongestReason } from './marks.ts';
import { rollUp } from './rollUp.ts';
import { isClosed } from './siteDays.ts';
import type { SiteRun } from './siteRun.ts';
import { writeDay } from './writeDay.ts';

/** What lies longer ago than the previous hour is folded again at most this often. */
const SELDOM_MS = 10 * 60_000;

/** Whether a piece that was written then may be written again now. A clock that was set back waits for nothing. */
const isTime = ({ nowMs }: SiteRun, writtenAt: number | undefined): boolean =>
  writtenAt === undefined || nowMs < writtenAt || nowMs - writtenAt >= SELDOM_MS;

/** The hours that are folded again at every run: this one and the one before. */
export const currentHours = ({ site, nowMs }: Pick<SiteRun, 'site' | 'nowMs'>): readonly Span[] => {
  const current = hourOf(nowMs, site.timezone);
  return [hourOf(current.startMs - 1, site.timezone), current];
};

/** Days that were aggregated and are not right any more, and whose turn it is; earliest first. */
const closedDaysDue = async (run: SiteRun): Promise<readonly LocalDate[]> => {
  const marks = run.state.marks.all().filter(({ day }) => isClosed(run.state.value, day));
  const days = [...new Set(marks.map(({ day }) => day))];
  const stamps = await run.shelf.stamps(days.map((day) => ({ kind: 'day', day })));
  const urgent = new Set(marks.filter((mark) => mark.urgent).map(({ day }) => day));
  return days.filter((day, index) => urgent.has(day) || isTime(run, stamps[index]?.writtenAt));
};

/** The earliest hour of days that are not aggregated yet whose turn it is. */
const openHourDue = async (run: SiteRun): Promise<Mark | undefined> => {
  const marks = run.state.marks
    .all()
    .filter(
      ({ day, startMs }) =>
        !isClosed(run.state.value, day) && run.days.keepsHours(day) && startMs <= run.nowMs,
    );
  const stamps = await run.shelf.stamps(
    marks.map((mark) => hourPieceId(mark.day, hourOf(mark.startMs, run.site.timezone))),
  );
  const [previous] = currentHours(run);
  return marks.find(
    ({ startMs, urgent }, index) =>
      urgent || startMs >= (previous?.startMs ?? 0) || isTime(run, stamps[index]?.writtenAt),
  );
};

const reasonOf = ({ state }: SiteRun, day: LocalDate): PieceReason => {
  const reason = strongestReason(state.marks.of(day).map((mark) => mark.reason));
  // Marked when it was not over yet.
  return reason === undefined || reason === 'minute' ? 'late events' : reason;
};

/**
 * Writes days that were aggregated again, and then the weeks and months that they are part of; their marks go when all of it
 * is stored.
 * @param options.fromScratch from their sessions, whatever pieces of their hours there are
 */
export const rewriteDays = async (
  run: SiteRun,
  days: readonly LocalDate[],
  {
    fromScratch = false,
    onDay,
  }: { readonly fromScratch?: boolean; readonly onDay?: (day: LocalDate) => void } = {},
): Promise<void> => {
  const { closedThrough } = run.state.value;
  const [month] = days.map(monthOf);
  if (closedThrough === undefined || month === undefined) return;
  // A month at a time: its piece is made once, and a killed run repeats no more than that.
  const some = days.filter((day) => monthOf(day) === month);
  const settled: Mark[] = [];
  const reasons = new Set<PieceReason>();
  for (const day of some) {
    const reason = reasonOf(run, day);
    reasons.add(reason);
    settled.push(...(await writeDay(run, day, { reason, fromScratch })));
    onDay?.(day);
  }
  await rollUp(run, some, { closedThrough, reason: strongestReason([...reasons]) ?? 'late events' });
  run.state.marks.clear(settled);
  await run.state.save();
  const rest = days.filter((day) => monthOf(day) !== month);
  if (rest.length > 0)
    await rewriteDays(run, rest, { fromScratch, ...(onDay === undefined ? {} : { onDay }) });
};

/**
 * Folds again what is marked and whose turn it is, earliest first, so that a visitor's first session is found before its later
 * ones; what that marks anew has its turn at once.
 * @throws LeaseLost, RecordUnavailable, MetricsUnavailable
 */
export const settleMarks = async (run: SiteRun): Promise<void> => {
  for (;;) {
    const days = await closedDaysDue(run);
    if (days.length > 0) {
      await rewriteDays(run, days);
      continue;
    }
    const mark = await openHourDue(run);
    if (mark === undefined) return;
    const { marks } = await refoldHour(run, mark.day, hourOf(mark.startMs, run.site.timezone), mark.reason);
    run.state.marks.clear(marks);
  }
};
