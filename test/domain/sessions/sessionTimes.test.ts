import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../src/domain/events/event.ts';
import { SESSION_IDLE_MS } from '../../../src/domain/sessions/session.ts';
import { sessionTimes } from '../../../src/domain/sessions/sessionTimes.ts';
import { eventOf, MINUTE, START, serverEventOf } from './foldFixtures.ts';

const times = (...events: readonly StoredEvent[]) =>
  sessionTimes(
    START,
    events.toSorted((a, b) => a.occurredAt - b.occurredAt),
  );
/** When it was, and when we heard of it. */
const at = (occurredAt: number, receivedAt: number) => ({ occurredAt, receivedAt });

describe('a session runs on', () => {
  // What lies a quarter of an hour after the receipt belongs to the run, and lies too late without it.
  const later = eventOf('x', at(START + 55 * MINUTE, START));
  it.each([
    ['a browser', eventOf('newsletter', at(START, START + 40 * MINUTE)), true],
    ['a server that began it', serverEventOf('session_started', at(START, START + 40 * MINUTE)), true],
    ['a server that saw it alive', serverEventOf('session_touched', at(START, START + 40 * MINUTE)), true],
    ['a server that served a page', serverEventOf('page_view', at(START, START + 40 * MINUTE)), true],
    ['a back office', serverEventOf('order_refunded', at(START, START + 40 * MINUTE)), false],
  ])('by what %s tells: %s', (_, event, runsOn) => {
    expect(times(event, later).lastSeenAt).toBe(runsOn ? START + 55 * MINUTE : START);
  });

  it('until half an hour after it was last alive, to the millisecond', () => {
    const alive = eventOf('x', at(START, START + MINUTE));
    const last = START + MINUTE + SESSION_IDLE_MS;
    expect(times(alive, eventOf('x', at(last, START))).lastSeenAt).toBe(last);
    expect(times(alive, eventOf('x', at(last + 1, START))).lastSeenAt).toBe(START);
  });

  it('from the latest receipt, whichever event came with it', () => {
    const [early, late] = [eventOf('x', at(START, START + 40 * MINUTE)), eventOf('x', at(START + 1, START))];
    const after = eventOf('x', at(START + 65 * MINUTE, START));
    expect(times(early, late, after).lastSeenAt).toBe(START + 65 * MINUTE);
  });
});

describe('a session began earlier', () => {
  it('by what happened up to half an hour before, to the millisecond', () => {
    const first = START - SESSION_IDLE_MS;
    expect(times(eventOf('x', at(first, START))).firstSeenAt).toBe(first);
    expect(times(eventOf('x', at(first - 1, START))).firstSeenAt).toBe(START);
  });
});
