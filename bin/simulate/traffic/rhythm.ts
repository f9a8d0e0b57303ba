import type { Random } from '../random.ts';
import { type Day, hoursOf } from './calendar.ts';

/** How busy each hour of the wall clock is: asleep at four, a look at lunch, the sofa at nine. */
const HOURS = [
  14, 8, 5, 4, 4, 6, 12, 24, 38, 48, 54, 58, 62, 58, 54, 54, 57, 62, 70, 84, 98, 100, 74, 36,
] as const;
const HOURS_SUM = HOURS.reduce((sum: number, weight) => sum + weight, 0);
/** Monday to Sunday; a week's mean is 1. */
const WEEKDAYS = [1.06, 0.97, 0.95, 0.98, 0.92, 0.94, 1.18] as const;
/** The first day has so much less than the mean, and the last so much more. */
const GROWTH = 0.22;
/** How much one day differs from the next without a reason. */
const NOISE = 0.07;
/** On a Tuesday the newsletter goes out. */
const NEWSLETTER_WEEKDAY = 2;
const NEWSLETTER_DAY = 1.18;
/** A sale of four days, in ranges long enough for one, at two thirds of it. */
const SALE = { days: 4, fromDays: 14, at: 2 / 3, factor: 1.7 };

/** Whether a day is one of the sale's. */
export const isSale = (index: number, days: number): boolean => {
  const begins = Math.floor(days * SALE.at);
  return days >= SALE.fromDays && index >= begins && index < begins + SALE.days;
};

/** How many sessions a day has on average, before chance. */
const meanOf = (day: Day, index: number, days: number): number => {
  const growth = days < 2 ? 1 : 1 - GROWTH + (2 * GROWTH * index) / (days - 1);
  const weekday = WEEKDAYS[day.weekday - 1] ?? 1;
  const newsletter = day.weekday === NEWSLETTER_WEEKDAY ? NEWSLETTER_DAY : 1;
  return growth * weekday * newsletter * (isSale(index, days) ? SALE.factor : 1);
};

/**
 * When the sessions of each day begin, in epoch milliseconds and in order: by the hours of the shop's wall clock, so that
 * a day on which the clocks change has its rhythm too.
 */
export const startsOf = (
  day: Day,
  {
    index,
    days,
    perDay,
    timezone,
    random,
  }: {
    readonly index: number;
    readonly days: number;
    readonly perDay: number;
    readonly timezone: string;
    readonly random: Random;
  },
): number[] => {
  const mean = perDay * meanOf(day, index, days) * random.logNormal(1, NOISE);
  const starts = hoursOf(day, timezone).flatMap(({ startMs, endMs, onTheWall }) =>
    Array.from({ length: random.poisson((mean * (HOURS[onTheWall] ?? 0)) / HOURS_SUM) }, () =>
      random.int(startMs, endMs - 1),
    ),
  );
  return starts.sort((a, b) => a - b);
};
