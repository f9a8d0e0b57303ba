import { dayNumberOf } from './dayNumber.ts';
import type { LocalDate, Span } from './localDate.ts';
import { zoneDays } from './zoneDays.ts';

export {
  addDays,
  addYears,
  daysBetween,
  daysOf,
  mondayOf,
  monthDays,
  monthOf,
  parseLocalDate,
  weekDays,
} from './calendar.ts';

const HOUR_MS = 60 * 60_000;

/** Whether a text names an IANA time zone; a mere offset (`+02:00`) knows no summer and is none. */
export const isTimezone = (text: string): boolean => {
  if (/^[+-]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

/**
 * From a day's first instant to the next day's. Days follow each other without gap or overlap: where the clock goes back over
 * midnight, the minutes that it shows twice belong to the day that had begun; a day that the zone left out is empty.
 * @throws RangeError where there is no such time zone
 */
export const daySpan = (day: LocalDate, timezone: string): Span => {
  const days = zoneDays(timezone);
  const number = dayNumberOf(day);
  return { startMs: days.at(number).startMs, endMs: days.at(number + 1).startMs };
};

/**
 * The day whose span an instant lies in.
 * @param ms epoch milliseconds
 * @throws RangeError where there is no such time zone
 */
export const localDateOf = (ms: number, timezone: string): LocalDate => {
  const days = zoneDays(timezone);
  return days.at(days.numberOf(ms)).day;
};

/**
 * The hours of a day, each 3,600 s from the day's first instant on; the last one ends with the day, and may be shorter.
 * There are 24, or 23 or 25 where the clock is changed (24.5 on Lord Howe), and none of a day that the zone left out.
 * @throws RangeError where there is no such time zone
 */
export const hoursOfDay = (day: LocalDate, timezone: string): readonly Span[] => {
  const { startMs, endMs } = daySpan(day, timezone);
  return Array.from({ length: Math.ceil((endMs - startMs) / HOUR_MS) }, (_, index) =>
    hourFrom(startMs + index * HOUR_MS, endMs),
  );
};

/**
 * The hour that an instant lies in, and its day.
 * @param ms epoch milliseconds
 * @throws RangeError where there is no such time zone
 */
export const hourOf = (ms: number, timezone: string): Span & { readonly day: LocalDate } => {
  const days = zoneDays(timezone);
  const number = days.numberOf(ms);
  const { day, startMs } = days.at(number);
  const hourStartMs = startMs + Math.floor((ms - startMs) / HOUR_MS) * HOUR_MS;
  return { ...hourFrom(hourStartMs, days.at(number + 1).startMs), day };
};

const hourFrom = (startMs: number, dayEndMs: number): Span => ({
  startMs,
  endMs: Math.min(startMs + HOUR_MS, dayEndMs),
});
