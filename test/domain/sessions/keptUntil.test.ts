import { expect, it } from 'vitest';
import { keptUntilMs } from '../../../src/domain/sessions/keptUntil.ts';

it('what is of an instant stays as many days as the site says, and two nights more, in which its day is sealed', () => {
  const until = keptUntilMs({ retentionDays: 30 }, Date.parse('2026-03-01T10:00:00Z'));
  expect(new Date(until).toISOString()).toBe('2026-04-02T10:00:00.000Z');
});
