import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../src/domain/events/event.ts';
import { byKnowledge, byOccurrence, byStart, greatest } from '../../../src/domain/sessions/eventOrder.ts';
import { eventOf, START } from './foldFixtures.ts';

type Parts = Parameters<typeof eventOf>[1];
/** Sorted from either order: ids that are made are in the order of their making. */
const sorted = (compare: (a: StoredEvent, b: StoredEvent) => number, one: Parts, other: Parts): string[] => {
  const [a, b] = [eventOf('x', { id: 'm', ...one }), eventOf('x', { id: 'm', ...other })];
  const there = [a, b].sort(compare).map((event) => (event === a ? 'one' : 'other'));
  const back = [b, a].sort(compare).map((event) => (event === a ? 'one' : 'other'));
  expect(back).toEqual(there);
  return there;
};

describe('events are in the order', () => {
  it('of their time, then of their receipt, then of their ids', () => {
    const first = { occurredAt: START, receivedAt: START + 9, id: 'z' };
    expect(sorted(byOccurrence, first, { occurredAt: START + 1, receivedAt: START + 1, id: 'a' })[0]).toBe(
      'one',
    );
    expect(sorted(byOccurrence, first, { occurredAt: START, receivedAt: START + 10, id: 'a' })[0]).toBe(
      'one',
    );
    expect(sorted(byOccurrence, first, { occurredAt: START, receivedAt: START + 9, id: 'a' })[0]).toBe(
      'other',
    );
  });

  it('of the server’s knowledge: of relabelling, of receipt, of their ids', () => {
    const last = { epoch: 1, receivedAt: START, id: 'a' };
    expect(sorted(byKnowledge, last, { receivedAt: START + 9, id: 'b' })[0]).toBe('other');
    expect(sorted(byKnowledge, last, { epoch: 2, receivedAt: START - 9, id: 'b' })[0]).toBe('one');
    expect(sorted(byKnowledge, last, { epoch: 1, receivedAt: START + 1, id: 'A' })[0]).toBe('one');
    expect(sorted(byKnowledge, last, { epoch: 1, receivedAt: START, id: 'b' })[0]).toBe('one');
  });

  it('of the start that they know, then of their ids', () => {
    const one = { sessionStartedAt: START, id: 'b' };
    expect(sorted(byStart, one, { sessionStartedAt: START + 1, id: 'a' })[0]).toBe('one');
    expect(sorted(byStart, one, { sessionStartedAt: START, id: 'a' })[0]).toBe('other');
  });

  it('of none, where they are the same', () => {
    const event = eventOf('x', { id: 'same' });
    for (const compare of [byOccurrence, byKnowledge, byStart]) expect(compare(event, { ...event })).toBe(0);
  });
});

describe('the greatest', () => {
  it('is found wherever it stands, and of equals the first', () => {
    const byLength = (a: string, b: string) => a.length - b.length;
    expect(greatest(['a', 'bbb', 'cc'], byLength)).toBe('bbb');
    expect(greatest(['bbb', 'cc', 'ddd'], byLength)).toBe('bbb');
    expect(greatest([], byLength)).toBeUndefined();
  });
});
