import type { LocalDate } from '../domain/time/localDate.ts';
import { daySpan, daysOf, hoursOfDay, localDateOf } from '../domain/time/localTime.ts';
import { closeNextDay } from './closeDays.ts';
import { refoldHour } from './hourPieces.ts';
import type { RangeProgress, RangeRun } from './runs.ts';
import { rewriteDays, settleMarks } from './settleMarks.ts';
import { isClosed, isSealed, nextToClose } from './siteDays.ts';
import type { SiteRun } from './siteRun.ts';

type Ranged = Pick<Extract<RangeRun, { outcome: 'done' }>, 'days' | 'sealed' | 'empty'>;

/** Marks all hours of a day: what is folded by hand is finished by the next run, should this one be killed. */
const markDay = ({ state, site, days }: SiteRun, day: LocalDate): void => {
  if (!days.keepsHours(day)) {
    state.marks.mark(daySpan(day, site.timezone).startMs, 'by hand');
    return;
  }
  for (const { startMs } of hoursOfDay(day, site.timezone)) state.marks.mark(startMs, 'by hand');
};

/**
 * Aggregates a range of days from their sessions, in their order, today's hours as well; days before the range that were
 * never aggregated come first. Sealed days are left as they are.
 * @throws LeaseLost, RecordUnavailable, MetricsUnavailable
 */
export const aggregateRange = async (
  run: SiteRun,
  {
    from,
    to,
    onProgress,
  }: {
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly onProgress?: ((progress: RangeProgress) => void) | undefined;
  },
): Promise<Ranged> => {
  const { site, state, nowMs, record } = run;
  const { today } = run.days;
  if (state.value.firstDay === undefined || from < state.value.firstDay) {
    const firstAt = await record.firstSessionAt(site.id);
    if (firstAt !== undefined) state.know(localDateOf(firstAt, site.timezone));
  }
  // By hand everything is read anew.
  run.warm.forget();
  const { firstDay } = state.value;
  const asked = daysOf(from, to);
  const sealed = asked.filter((day) => isSealed(state.value, day));
  const known = asked.filter((day) => firstDay !== undefined && day >= firstDay && day <= today);
  const wanted = known.filter((day) => !sealed.includes(day));
  const empty = asked.filter((day) => !known.includes(day) && !sealed.includes(day));

  let done = 0;
  const onDay = (day: LocalDate): void => {
    done += 1;
    onProgress?.({ site: site.id, day, done, of: wanted.length });
  };

  const again = wanted.filter((day) => isClosed(state.value, day));
  for (const day of again) markDay(run, day);
  await state.save();
  await rewriteDays(run, again, { fromScratch: true, onDay });

  const ended = wanted.filter((day) => day < today && !again.includes(day));
  const last = ended.at(-1);
  for (let next = nextToClose(state.value); last !== undefined && next !== undefined && next <= last; ) {
    const byHand = ended.includes(next);
    await closeNextDay(run, byHand ? { reason: 'by hand', fromScratch: true } : {});
    if (byHand) onDay(next);
    next = nextToClose(state.value);
  }

  if (wanted.includes(today)) {
    const hours = hoursOfDay(today, site.timezone).filter(({ startMs }) => startMs <= nowMs);
    for (const { startMs } of hours) state.marks.mark(startMs, 'by hand');
    await state.save();
    for (const hour of hours) {
      const { marks } = await refoldHour(run, today, hour, 'by hand');
      state.marks.clear(marks);
    }
    onDay(today);
  }
  await settleMarks(run);
  return { days: wanted, sealed, empty };
};
