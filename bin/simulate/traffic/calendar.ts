import { Temporal } from 'temporal-polyfill';

const HOUR_MS = 60 * 60_000;

/** A day as the shop's wall calendar has it: 23, 24 or 25 hours long. Times are epoch milliseconds. */
export interface Day {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** An hour of a day, with what the shop's clock on the wall shows when it begins. */
export interface Hour {
  readonly startMs: number;
  readonly endMs: number;
  /** 0 to 23 */
  readonly onTheWall: number;
}

/** The last so many days of a time zone, the one of `untilMs` being the last. */
export const daysUntil = (untilMs: number, days: number, timezone: string): Day[] => {
  const last = Temporal.Instant.fromEpochMilliseconds(untilMs).toZonedDateTimeISO(timezone).toPlainDate();
  return Array.from({ length: days }, (_, index) => {
    const date = last.subtract({ days: days - 1 - index });
    const startOf = (day: Temporal.PlainDate): number =>
      day.toZonedDateTime({ timeZone: timezone }).epochMilliseconds;
    return {
      date: date.toString(),
      weekday: date.dayOfWeek,
      startMs: startOf(date),
      endMs: startOf(date.add({ days: 1 })),
    };
  });
};

/** The hours of a day; the last one may be cut short. */
export const hoursOf = ({ startMs, endMs }: Day, timezone: string): Hour[] => {
  const hours: Hour[] = [];
  for (let hourMs = startMs; hourMs < endMs; hourMs += HOUR_MS) {
    const onTheWall = Temporal.Instant.fromEpochMilliseconds(hourMs).toZonedDateTimeISO(timezone).hour;
    hours.push({ startMs: hourMs, endMs: Math.min(hourMs + HOUR_MS, endMs), onTheWall });
  }
  return hours;
};
