import { isDeepStrictEqual } from 'node:util';
import type { Site } from '../domain/site.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import { addDays, daySpan, daysOf } from '../domain/time/localTime.ts';
import type { AggregationLedger, AggregationState } from '../ports/AggregationLedger.ts';
import type { HeldLease } from './heldLease.ts';
import { createMarks, type Marks } from './marks.ts';
import { isClosed, isSealed, type SiteDays } from './siteDays.ts';

/** How far a site's aggregation has come, while a run moves it on. */
export interface RunState {
  /** Without the dirty hours: those are the marks. */
  readonly value: AggregationState;
  readonly marks: Marks;
  set(change: AggregationState): void;
  /** Takes a day for known: the days from it on are aggregated, whether or not anything happened on them. */
  know(day: LocalDate): void;
  /** Stores all of it at once, where anything changed. @throws LeaseLost */
  save(): Promise<void>;
}

export const createRunState = ({
  stored,
  ledger,
  held,
  site,
  days,
  nowMs,
}: {
  readonly stored: AggregationState;
  readonly ledger: AggregationLedger;
  readonly held: HeldLease;
  readonly site: Site;
  readonly days: SiteDays;
  readonly nowMs: number;
}): RunState => {
  const { dirtyHours, ...rest } = stored;
  let value: AggregationState = rest;
  let changed = false;
  const onChange = (): void => {
    changed = true;
  };
  const marks = createMarks({
    timezone: site.timezone,
    stored: dirtyHours,
    nowMs,
    keepsHours: days.keepsHours,
    isClosed: (day) => isClosed(value, day),
    onChange,
  });

  return {
    get value() {
      return value;
    },
    marks,
    set: (change) => {
      const next = { ...value, ...change };
      if (isDeepStrictEqual(next, value)) return;
      value = next;
      onChange();
    },
    know: (day) => {
      const before = value.firstDay;
      if (isSealed(value, day) || (before !== undefined && before <= day)) return;
      value = { ...value, firstDay: day };
      onChange();
      if (before === undefined) return;
      // What lies between was taken for a time before the site's first day, and has no pieces.
      for (const missing of daysOf(day, addDays(before, -1))) {
        if (!isClosed(value, missing)) continue;
        marks.mark(daySpan(missing, site.timezone).startMs, 'caught up');
      }
    },
    save: async () => {
      if (!changed) return;
      await held.keep();
      changed = false;
      await ledger.saveState(held.lease, { ...value, dirtyHours: marks.stored() });
    },
  };
};
