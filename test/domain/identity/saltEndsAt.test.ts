import { expect, it } from 'vitest';
import { saltEndsAt } from '../../../src/domain/identity/saltEndsAt.ts';
import type { LocalDate } from '../../../src/domain/time/localDate.ts';

it.each([
  ['Europe/Berlin', '2026-03-05', '2026-03-05T23:30:00.000Z'],
  // A day of 23 hours: it ends in summer time.
  ['Europe/Berlin', '2026-03-29', '2026-03-29T22:30:00.000Z'],
  ['America/New_York', '2026-03-05', '2026-03-06T05:30:00.000Z'],
])('a salt of %s on %s is forgotten half an hour after the day', (timezone, day, endsAt) => {
  expect(new Date(saltEndsAt({ timezone }, day as LocalDate)).toISOString()).toBe(endsAt);
});
