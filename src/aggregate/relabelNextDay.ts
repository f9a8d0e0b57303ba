import { botRulesOf } from '../domain/bots/botRules.ts';
import type { Site } from '../domain/site.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import { daySpan, hoursOfDay, localDateOf } from '../domain/time/localTime.ts';
import type { AggregationState } from '../ports/AggregationLedger.ts';
import type { Relabelled, RelabelSpan } from './relabelSpan.ts';
import { isSealed } from './siteDays.ts';
import type { SiteRun } from './siteRun.ts';

/** A run begins no other hour after so long: meanwhile each minute's run finds the site's lease taken. */
const LONG_ENOUGH_MS = 45_000;

/** A day whose sessions, or as many of them as there was time for, were judged by the rules of now. */
export interface RelabelledDay extends Relabelled {
  readonly day: LocalDate;
}

interface Next {
  readonly day: LocalDate;
  readonly rules: string;
  /** What of the day is left: sessions started before. */
  readonly beforeMs: number;
}

/** The latest day that the rules of now have not reached, of those whose sessions are kept; none where they have reached all. */
const nextToRelabel = (site: Site, state: AggregationState, nowMs: number): Next | undefined => {
  const rules = botRulesOf(site);
  const { relabelled, firstDay } = state;
  const endOfToday = daySpan(localDateOf(nowMs, site.timezone), site.timezone).endMs;
  const beforeMs = relabelled?.rules === rules ? relabelled.beforeMs : endOfToday;
  const day = localDateOf(beforeMs - 1, site.timezone);
  return firstDay === undefined || day < firstDay || isSealed(state, day)
    ? undefined
    : { day, rules, beforeMs };
};

/** Whether sessions are left that the rules of now have not reached. */
export const relabelIsDue = (site: Site, state: AggregationState, nowMs: number): boolean =>
  nextToRelabel(site, state, nowMs) !== undefined;

/**
 * Judges one day's sessions by the rules of now, the latest day first that they have not reached, hour by hour, for three quarters of a
 * minute: the next run goes on where this one ended, or was killed. Their hours are folded again by the next run, which finds that they changed.
 * @throws LeaseLost, RecordUnavailable, MetricsUnavailable
 */
export const relabelNextDay = async (
  { site, nowMs, state, held }: SiteRun,
  { relabelSpan, now }: { readonly relabelSpan: RelabelSpan; readonly now: () => number },
): Promise<RelabelledDay | undefined> => {
  const next = nextToRelabel(site, state.value, nowMs);
  if (next === undefined) return undefined;
  const beganMs = now();
  let judged = 0;
  let relabelled = 0;
  const hours = hoursOfDay(next.day, site.timezone).filter(({ startMs }) => startMs < next.beforeMs);
  for (const { startMs, endMs } of hours.toReversed()) {
    const done = await relabelSpan({ site, fromMs: startMs, toMs: endMs }, { keep: held.keep });
    judged += done.judged;
    relabelled += done.relabelled;
    state.set({ relabelled: { rules: next.rules, beforeMs: startMs } });
    await state.save();
    if (now() - beganMs >= LONG_ENOUGH_MS) break;
  }
  return { day: next.day, judged, relabelled };
};
