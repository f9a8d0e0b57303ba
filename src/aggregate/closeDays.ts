import type { PieceReason } from '../domain/metrics/piece.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import { addDays, daySpan } from '../domain/time/localTime.ts';
import { rollUp } from './rollUp.ts';
import { nextToClose, unsealedDays } from './siteDays.ts';
import type { SiteRun } from './siteRun.ts';
import { writeDay } from './writeDay.ts';

/**
 * Aggregates the next day that has ended and was not, with the week and the month that end with it, and says so in the ledger:
 * a killed run goes on where it was.
 * @param options.reason where it is not the run of the night
 */
export const closeNextDay = async (
  run: SiteRun,
  options: { readonly reason?: PieceReason; readonly fromScratch?: boolean } = {},
): Promise<LocalDate | undefined> => {
  const { state, days } = run;
  const day = nextToClose(state.value);
  if (day === undefined || day > days.yesterday) return undefined;
  const { reason = day === days.yesterday ? 'day ended' : 'caught up', fromScratch = false } = options;
  const marks = await writeDay(run, day, { reason, fromScratch });
  await rollUp(run, [day], { closedThrough: day, reason });
  state.marks.clear(marks);
  state.set({ closedThrough: day });
  await state.save();
  return day;
};

/** Aggregates each day that has ended since the last one that was, in their order. */
export const closeDays = async (run: SiteRun): Promise<LocalDate[]> => {
  const closed: LocalDate[] = [];
  for (;;) {
    const day = await closeNextDay(run);
    if (day === undefined) return closed;
    closed.push(day);
  }
};

/**
 * Seals the days of which sessions are gone, whatever is marked on them: no night came to seal them before, and a fold of what is left
 * would only lose. One that was never aggregated is folded all the same, of what there is.
 * @returns the days that were sealed by this
 */
export const sealGoneDays = ({ state, days }: SiteRun): LocalDate[] => {
  const gone = unsealedDays(state.value, days.lastGone);
  const last = gone.at(-1);
  if (last === undefined) return [];
  state.set({ sealedThrough: last });
  state.marks.clear(state.marks.all().filter(({ day }) => day <= last));
  return gone;
};

/** Forgets visitors of whom no session is left. */
export const forgetGoneVisitors = async ({ record, site, days }: SiteRun): Promise<void> => {
  const day = addDays(days.lastGone, 1);
  await record.forgetVisitors(site.id, { day, startMs: daySpan(day, site.timezone).startMs });
};

/**
 * Seals days whose sessions may be gone, up to the first that is marked to be folded again: it is folded while it can be.
 * @returns the days that were sealed by this
 */
export const sealDays = async ({ state, days }: SiteRun): Promise<LocalDate[]> => {
  const expired = unsealedDays(state.value, days.lastExpired);
  const marked = expired.findIndex((day) => state.marks.of(day).length > 0);
  const sealed = marked === -1 ? expired : expired.slice(0, marked);
  const last = sealed.at(-1);
  if (last !== undefined) state.set({ sealedThrough: last });
  await state.save();
  return sealed;
};
