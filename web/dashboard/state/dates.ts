const DAY_MS = 86_400_000;

/** The instant at which a date begins in UTC, in which calendar dates are reckoned: no clock changes there. `NaN` for no date. */
const utcMs = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Whether a text is a date that exists, `YYYY-MM-DD`. */
export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utcMs(text)) && dateOf(utcMs(text)) === text;

export const addDays = (date: string, days: number): string => dateOf(utcMs(date) + days * DAY_MS);

/** From one date to another, both counted. */
export const countDays = (from: string, to: string): number => (utcMs(to) - utcMs(from)) / DAY_MS + 1;

/** The same date so many years on; 28 February for a 29th that the year lacks. */
export const addYears = (date: string, years: number): string => {
  const moved = `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
  return isDate(moved) ? moved : `${moved.slice(0, 8)}28`;
};

export const firstOfMonth = (date: string): string => `${date.slice(0, 8)}01`;
export const firstOfYear = (date: string): string => `${date.slice(0, 5)}01-01`;
