import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalDate, Span } from '../../../src/domain/time/localDate.ts';
import {
  addDays,
  daySpan,
  daysOf,
  hourOf,
  hoursOfDay,
  isTimezone,
  localDateOf,
} from '../../../src/domain/time/localTime.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const lengthHours = ({ startMs, endMs }: Span): number => (endMs - startMs) / HOUR_MS;

/** What the calendar on the wall of a zone shows, by the platform's own tables. */
const wallDate = (timezone: string): ((ms: number) => string) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (ms) => format.format(ms);
};

describe('days with a peculiarity', () => {
  it.each([
    ['half-hour zone', 'Asia/Kolkata', '2026-11-22', '2026-11-21T18:30Z', 24],
    ['quarter-hour zone', 'Asia/Kathmandu', '2026-11-22', '2026-11-21T18:15Z', 24],
    ['23 hours', 'Europe/Berlin', '2026-03-29', '2026-03-28T23:00Z', 23],
    ['25 hours', 'Europe/Berlin', '2026-10-25', '2026-10-24T22:00Z', 25],
    ['half an hour less', 'Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30Z', 23.5],
    ['half an hour more', 'Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00Z', 24.5],
    ['no midnight, in Chile', 'America/Santiago', '2026-09-06', '2026-09-06T04:00Z', 23],
    ['no midnight, in Egypt', 'Africa/Cairo', '2026-04-24', '2026-04-23T22:00Z', 23],
    ['no midnight, in Lebanon', 'Asia/Beirut', '2026-03-29', '2026-03-28T22:00Z', 23],
    ['last hour twice', 'America/Santiago', '2026-04-04', '2026-04-04T03:00Z', 25],
    ['midnight twice', 'America/Havana', '2026-11-01', '2026-11-01T04:00Z', 25],
    ['midnight twice with the day before between', 'America/St_Johns', '2006-10-29', '2006-10-29T02:30Z', 25],
    ['the day before that one', 'America/St_Johns', '2006-10-28', '2006-10-28T02:30Z', 24],
    ['the last before a day left out', 'Pacific/Apia', '2011-12-29', '2011-12-29T10:00Z', 24],
    ['left out', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00Z', 0],
    ['the first after a day left out', 'Pacific/Apia', '2011-12-31', '2011-12-30T10:00Z', 24],
  ])('%s: %s on %s begins at %s and has %d hours', (_, timezone, text, start, hours) => {
    const day = text as LocalDate;
    const span = daySpan(day, timezone);
    expect(new Date(span.startMs).toISOString()).toBe(new Date(start).toISOString());
    expect(lengthHours(span)).toBe(hours);
    expect(hoursOfDay(day, timezone)).toHaveLength(Math.ceil(hours));
  });

  it('end with half an hour where the clock was set by half an hour', () => {
    const hours = hoursOfDay('2026-04-05' as LocalDate, 'Australia/Lord_Howe');
    expect(hours.map(lengthHours)).toEqual([...Array(24).fill(1), 0.5]);
  });

  it('keep the minutes that the clock shows twice around midnight', () => {
    const ms = Date.parse('2006-10-29T02:45Z');
    expect(wallDate('America/St_Johns')(ms)).toBe('2006-10-28');
    expect(localDateOf(ms, 'America/St_Johns')).toBe('2006-10-29');
  });
});

const PECULIAR = [
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'America/Havana',
  'America/St_Johns',
  'Antarctica/Casey',
  'Atlantic/Azores',
  'Pacific/Apia',
];
const timezone = fc.oneof(
  fc.constantFrom(...PECULIAR),
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
);
const year = fc.integer({ min: 2000, max: 2100 });
const daysOfYear = (number: number): LocalDate[] =>
  daysOf(`${number}-01-01` as LocalDate, `${number}-12-31` as LocalDate);

describe('the days of any zone', () => {
  it('begin at the first instant at which the wall shows them, or a later day', () => {
    // No clock was ever set by more than 3 h since 2000, but over the date line, which shows no date twice.
    const lookBackMs = 4 * HOUR_MS;
    fc.assert(
      fc.property(timezone, year, (zone, ofYear) => {
        const shown = wallDate(zone);
        const late = daysOfYear(ofYear).filter((day) => {
          const { startMs } = daySpan(day, zone);
          if (shown(startMs) < day || shown(startMs - 1) >= day) return true;
          for (let ms = startMs - 15 * MINUTE_MS; ms >= startMs - lookBackMs; ms -= 15 * MINUTE_MS) {
            if (shown(ms) >= day) return true;
          }
          return false;
        });
        expect(late).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('follow each other without gap or overlap, and hold what they say they hold', () => {
    fc.assert(
      fc.property(timezone, year, fc.double({ min: 0, max: 1, noNaN: true }), (zone, ofYear, share) => {
        for (const day of daysOfYear(ofYear)) {
          const { startMs, endMs } = daySpan(day, zone);
          expect(daySpan(addDays(day, 1), zone).startMs).toBe(endMs);
          if (startMs === endMs) continue;
          const within = Math.min(startMs + Math.floor(share * (endMs - startMs)), endMs - 1);
          expect([startMs, within, endMs - 1].map((ms) => localDateOf(ms, zone))).toEqual([day, day, day]);
        }
      }),
    );
  });

  it('are partitioned by their hours, each of which holds its instants', () => {
    fc.assert(
      fc.property(timezone, year, (zone, ofYear) => {
        for (const day of daysOfYear(ofYear)) {
          const { startMs, endMs } = daySpan(day, zone);
          const hours = hoursOfDay(day, zone);
          const bounds = [...hours.map((hour) => hour.startMs), endMs];
          expect([startMs, ...hours.map((hour) => hour.endMs)]).toEqual(bounds);
          expect(hours.every((hour) => lengthHours(hour) > 0 && lengthHours(hour) <= 1)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
    fc.assert(
      fc.property(timezone, fc.integer({ min: 946_684_800_000, max: 4_102_444_800_000 }), (zone, ms) => {
        const { day, ...hour } = hourOf(ms, zone);
        expect(day).toBe(localDateOf(ms, zone));
        expect(hour.startMs <= ms && ms < hour.endMs).toBe(true);
        expect(hoursOfDay(day, zone)).toContainEqual(hour);
      }),
    );
  });

  it('are right in a century of days, more than are remembered', () => {
    const days = daysOf('2000-01-01' as LocalDate, '2100-12-31' as LocalDate);
    const kolkataMs = 5.5 * HOUR_MS;
    const wrong = days.filter(
      (day) => daySpan(day, 'Asia/Kolkata').startMs !== Date.parse(`${day}T00:00Z`) - kolkataMs,
    );
    expect(wrong).toEqual([]);
  });
});

describe('the name of a time zone', () => {
  it.each(['Europe/Berlin', 'UTC', 'Asia/Calcutta'])('may be %s', (name) => {
    expect(isTimezone(name)).toBe(true);
  });

  it.each(['', 'Mars/Olympus', '+02:00', '-05', '2026-11-22T00:00Z[Europe/Berlin]'])(
    'is not "%s"',
    (name) => {
      expect(isTimezone(name)).toBe(false);
    },
  );

  it('is refused where days are asked for in a zone that does not exist', () => {
    expect(() => localDateOf(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});
