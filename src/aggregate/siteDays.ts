import { RETENTION_GRACE_DAYS } from '../domain/sessions/keptUntil.ts';
import type { Site } from '../domain/site.ts';
import type { LocalDate } from '../domain/time/localDate.ts';
import { addDays, daysOf, localDateOf } from '../domain/time/localTime.ts';
import type { AggregationState } from '../ports/AggregationLedger.ts';

/**
 * So many days before today still have pieces of their hours: a late event then folds one hour again, not a whole day.
 * Messages wait in the queue for at most as long (design, section 3).
 */
const HOURS_KEPT_DAYS = 7;

/** How a site's days stand at one instant. */
export interface SiteDays {
  readonly today: LocalDate;
  readonly yesterday: LocalDate;
  /** The last day that is older than the site keeps its sessions. */
  readonly lastExpired: LocalDate;
  /** The last day of which some session may be gone from the record. */
  readonly lastGone: LocalDate;
  /** Whether pieces of a day's hours are kept. */
  keepsHours(day: LocalDate): boolean;
}

export const siteDays = (site: Site, nowMs: number): SiteDays => {
  const today = localDateOf(nowMs, site.timezone);
  const firstWithHours = addDays(today, -HOURS_KEPT_DAYS);
  return {
    today,
    yesterday: addDays(today, -1),
    lastExpired: addDays(today, -site.retentionDays - 1),
    lastGone: addDays(today, -site.retentionDays - RETENTION_GRACE_DAYS),
    keepsHours: (day) => day >= firstWithHours,
  };
};

/** Whether a day was aggregated after its end. */
export const isClosed = ({ closedThrough }: AggregationState, day: LocalDate): boolean =>
  closedThrough !== undefined && day <= closedThrough;

/** Whether a day is never folded again: its sessions may be gone. */
export const isSealed = ({ sealedThrough }: AggregationState, day: LocalDate): boolean =>
  sealedThrough !== undefined && day <= sealedThrough;

/** The first day that is not aggregated yet after its end, or absent where nothing is known of the site. */
export const nextToClose = ({ closedThrough, firstDay }: AggregationState): LocalDate | undefined =>
  closedThrough === undefined ? firstDay : addDays(closedThrough, 1);

/** Days that were aggregated after their end and are not sealed yet, up to one, in their order. */
export const unsealedDays = (state: AggregationState, through: LocalDate): LocalDate[] => {
  const { closedThrough, sealedThrough, firstDay } = state;
  const next = sealedThrough === undefined ? firstDay : addDays(sealedThrough, 1);
  if (next === undefined || closedThrough === undefined) return [];
  return daysOf(next, closedThrough < through ? closedThrough : through);
};
