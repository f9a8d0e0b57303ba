import type { Days } from '../state/ranges.ts';

/** Calendar dates have no zone: they are shown as they are named. */
const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' });

const short = dateFormat({ day: 'numeric', month: 'short' });
const withYear = dateFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const long = dateFormat({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const month = dateFormat({ month: 'short', year: 'numeric' });

const instantOf = (date: string): Date => new Date(`${date}T00:00:00Z`);

/** "22 Nov". */
export const formatDay = (date: string): string => short.format(instantOf(date));
/** "Sun, 22 Nov 2026". */
export const formatLongDay = (date: string): string => long.format(instantOf(date));
/** "Nov 2026", of `YYYY-MM`. */
export const formatMonth = (name: string): string => month.format(instantOf(`${name}-01`));
/** "1 – 28 Nov 2026", in the locale's own way. */
export const formatDays = ({ from, to }: Days): string =>
  withYear.formatRange(instantOf(from), instantOf(to));

const zoned = new Map<string, Intl.DateTimeFormat>();
const zonedFormat = (timezone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${timezone} ${JSON.stringify(options)}`;
  const known = zoned.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(undefined, { ...options, timeZone: timezone });
  zoned.set(key, made);
  return made;
};

/** "14:05" on the site's clock. */
export const formatTime = (instant: string, timezone: string): string =>
  zonedFormat(timezone, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
/** "14:05:09" on the site's clock. */
export const formatClock = (instant: string, timezone: string): string =>
  zonedFormat(timezone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(instant));
const MOMENT = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const;
/** "Sun 22 Nov, 14:05" on the site's clock. */
export const formatMoment = (instant: string, timezone: string): string =>
  zonedFormat(timezone, MOMENT).format(new Date(instant));
/** "Sun 22 Nov 2025, 14:05" on the site's clock. */
export const formatLongMoment = (instant: string, timezone: string): string =>
  zonedFormat(timezone, { ...MOMENT, year: 'numeric' }).format(new Date(instant));
/** "22 Nov 2025" on the site's calendar. */
export const formatDateOf = (instant: string, timezone: string): string =>
  zonedFormat(timezone, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(instant));

/** Words are in the page's language. */
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "5 min. ago". */
export const formatAgo = (instant: string, nowMs: number): string => {
  const seconds = (Date.parse(instant) - nowMs) / 1_000;
  const found = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  return found === undefined
    ? relative.format(0, 'minute')
    : relative.format(Math.round(seconds / found[1]), found[0]);
};
