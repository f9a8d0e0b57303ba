import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dateOfDayNumber, dayNumberOf } from '../../../src/domain/time/dayNumber.ts';
import type { LocalDate } from '../../../src/domain/time/localDate.ts';
import {
  addDays,
  addYears,
  daysBetween,
  daysOf,
  mondayOf,
  monthDays,
  monthOf,
  parseLocalDate,
  weekDays,
} from '../../../src/domain/time/localTime.ts';

const DAY_MS = 86_400_000;
const date = (text: string): LocalDate => text as LocalDate;
const firstNumber = Date.parse('1970-01-01') / DAY_MS;
const lastNumber = Date.parse('2199-12-31') / DAY_MS;
const textOf = (dayNumber: number): LocalDate =>
  date(new Date(dayNumber * DAY_MS).toISOString().slice(0, 10));
const anyDay = fc.integer({ min: firstNumber, max: lastNumber }).map(textOf);

describe('a date and its number', () => {
  it('are those of the platform, on each day from 1900 to 2199', () => {
    for (let number = Date.parse('1900-01-01') / DAY_MS; number <= lastNumber; number += 1) {
      const day = textOf(number);
      if (dayNumberOf(day) !== number || dateOfDayNumber(number) !== day) expect.fail(day);
    }
  });
});

describe('a text as a date', () => {
  it.each(['1970-01-01', '2000-02-29', '2024-02-29', '2026-11-22', '2199-12-31'])('may be %s', (text) => {
    expect(parseLocalDate(text)).toBe(text);
  });

  it.each([
    '',
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '26-01-01',
    '2026-11-22T00:00Z',
    ' 2026-11-22',
    '2026-11-22\n',
    '+002026-11-22',
    '٢٠٢٦-١١-٢٢',
    '1969-12-31',
    '2200-01-01',
  ])('is not "%s"', (text) => {
    expect(parseLocalDate(text)).toBeUndefined();
  });
});

describe('reckoning with dates', () => {
  it('adds days and counts them', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -2_000, max: 2_000 }), (day, days) => {
        const later = addDays(day, days);
        expect(later).toBe(Temporal.PlainDate.from(day).add({ days }).toString());
        expect(daysBetween(day, later)).toBe(days);
      }),
    );
  });

  it('adds years, and makes 29 February the 28th where there is none', () => {
    expect(addYears(date('2024-02-29'), -1)).toBe('2023-02-28');
    expect(addYears(date('2024-02-29'), 4)).toBe('2028-02-29');
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -3, max: 3 }), (day, years) => {
        expect(addYears(day, years)).toBe(Temporal.PlainDate.from(day).add({ years }).toString());
      }),
    );
  });

  it('lists a range with both ends, and nothing where it is upside down', () => {
    expect(daysOf(date('2026-02-27'), date('2026-03-02'))).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ]);
    expect(daysOf(date('2026-02-27'), date('2026-02-27'))).toEqual(['2026-02-27']);
    expect(daysOf(date('2026-02-27'), date('2026-02-26'))).toEqual([]);
    expect(daysOf(date('2026-02-27'), date('2026-01-01'))).toEqual([]);
  });

  it('begins a week on its Monday, before 1970 too', () => {
    expect(mondayOf(date('1969-12-28'))).toBe('1969-12-22');
    fc.assert(
      fc.property(anyDay, (day) => {
        const monday = mondayOf(day);
        expect(Temporal.PlainDate.from(monday).dayOfWeek).toBe(1);
        expect(weekDays(monday)).toHaveLength(7);
        expect(weekDays(monday)).toContain(day);
      }),
    );
  });

  it('gives a month all of its days', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const month = monthOf(day);
        const days = monthDays(month);
        expect(days).toHaveLength(Temporal.PlainDate.from(day).daysInMonth);
        expect(days).toContain(day);
        expect(days.every((other) => other.startsWith(`${month}-`))).toBe(true);
      }),
    );
  });
});
