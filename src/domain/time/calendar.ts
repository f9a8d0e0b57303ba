import { dateOfDayNumber, dayNumberOf } from './dayNumber.ts';
import type { LocalDate } from './localDate.ts';

const DAYS_PER_WEEK = 7;
/** A Monday before the epoch, 29 December 1969, as a day number. */
const SOME_MONDAY = -3;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** The years a shop may ask for: as far as an epoch's milliseconds and today's time zones mean something. */
const FIRST_YEAR = '1970';
const LAST_YEAR = '2199';

const exists = (date: LocalDate): boolean => dateOfDayNumber(dayNumberOf(date)) === date;

/** A text as a date; `undefined` where it is none, names a day that its month does not have, or lies outside 1970 to 2199. */
export const parseLocalDate = (text: string): LocalDate | undefined => {
  const date = text as LocalDate;
  const year = text.slice(0, 4);
  return DATE.test(text) && year >= FIRST_YEAR && year <= LAST_YEAR && exists(date) ? date : undefined;
};

/** So many days later, or earlier where `days` is negative. */
export const addDays = (day: LocalDate, days: number): LocalDate => dateOfDayNumber(dayNumberOf(day) + days);

/** How many days `to` lies after `from`. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayNumberOf(to) - dayNumberOf(from);

const daysFrom = (first: LocalDate, count: number): LocalDate[] => {
  const number = dayNumberOf(first);
  return Array.from({ length: count }, (_, index) => dateOfDayNumber(number + index));
};

/** Every day of a range, both ends among them; none where `from` is after `to`. */
export const daysOf = (from: LocalDate, to: LocalDate): LocalDate[] =>
  daysFrom(from, daysBetween(from, to) + 1);

/** The Monday that begins a day's ISO week. */
export const mondayOf = (day: LocalDate): LocalDate => {
  const number = dayNumberOf(day);
  const sinceMonday = (number - SOME_MONDAY) % DAYS_PER_WEEK;
  return dateOfDayNumber(number - ((sinceMonday + DAYS_PER_WEEK) % DAYS_PER_WEEK));
};

/** A day's month, `YYYY-MM`. */
export const monthOf = (day: LocalDate): string => day.slice(0, 7);

/** The seven days of the week that begins on a Monday. */
export const weekDays = (monday: LocalDate): LocalDate[] => daysFrom(monday, DAYS_PER_WEEK);

/** Every day of a month that is given as `YYYY-MM`. */
export const monthDays = (month: string): LocalDate[] => {
  const first = `${month}-01` as LocalDate;
  return daysOf(first, addDays(firstOfNextMonth(first), -1));
};

const firstOfNextMonth = (first: LocalDate): LocalDate => `${monthOf(addDays(first, 31))}-01` as LocalDate;

/** The same date so many years later, or earlier where `years` is negative; 29 February becomes the 28th where there is none. */
export const addYears = (day: LocalDate, years: number): LocalDate => {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, '0');
  const date = `${year}${day.slice(4)}` as LocalDate;
  return exists(date) ? date : (`${year}-02-28` as LocalDate);
};
