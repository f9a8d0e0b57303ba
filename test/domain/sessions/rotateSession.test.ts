import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionId } from '../../../src/domain/ids.ts';
import { rotateSession, type SessionActivity } from '../../../src/domain/sessions/rotateSession.ts';
import {
  SESSION_IDLE_MS,
  SESSION_MAX_AGE_MS,
  SESSION_MAX_EVENTS,
} from '../../../src/domain/sessions/session.ts';

const START = 1_795_348_800_000;
const nextId = (previous: SessionId) => `after ${previous}` as SessionId;

const session = (parts: Partial<SessionActivity> = {}): SessionActivity => ({
  id: 's1' as SessionId,
  startedAt: START,
  lastSeenAt: START,
  events: 1,
  ...parts,
});
const rotate = (current: SessionActivity, nowMs: number) => rotateSession(current, { nowMs, nextId });
/** Seen a minute ago, however old. */
const busy = (nowMs: number, parts: Partial<SessionActivity> = {}) =>
  session({ lastSeenAt: nowMs - 60_000, ...parts });

describe('a session', () => {
  it('is as long as the design says', () => {
    expect([SESSION_IDLE_MS, SESSION_MAX_AGE_MS, SESSION_MAX_EVENTS]).toEqual([1_800_000, 86_400_000, 2_000]);
  });

  it('ends at 30 idle minutes, to the millisecond', () => {
    expect(rotate(session(), START + SESSION_IDLE_MS - 1).rotated).toBe(false);
    expect(rotate(session(), START + SESSION_IDLE_MS)).toEqual({
      rotated: true,
      reason: 'idle',
      session: {
        id: 'after s1',
        startedAt: START + SESSION_IDLE_MS,
        lastSeenAt: START + SESSION_IDLE_MS,
        events: 0,
      },
    });
  });

  it('ends at 24 hours, to the millisecond, however busy', () => {
    const end = START + SESSION_MAX_AGE_MS;
    expect(rotate(busy(end - 1), end - 1).rotated).toBe(false);
    expect(rotate(busy(end), end)).toMatchObject({
      rotated: true,
      reason: 'age',
      session: { startedAt: end },
    });
  });

  it('holds 2,000 events and no more', () => {
    const now = START + 60_000;
    expect(rotate(busy(now, { events: SESSION_MAX_EVENTS - 1 }), now).rotated).toBe(false);
    expect(rotate(busy(now, { events: SESSION_MAX_EVENTS }), now)).toMatchObject({
      rotated: true,
      reason: 'events',
    });
  });

  it('goes on over midnight', () => {
    const beforeMidnight = Date.UTC(2026, 10, 22, 23, 59);
    const current = session({ startedAt: beforeMidnight, lastSeenAt: beforeMidnight });
    expect(rotate(current, beforeMidnight + 120_000)).toEqual({ rotated: false, session: current });
  });

  it('is not ended by a clock that steps back', () => {
    expect(rotate(session({ lastSeenAt: START + 60_000 }), START - 3_600_000).rotated).toBe(false);
  });

  const any = fc.record({
    id: fc.string().map((text) => text as SessionId),
    startedAt: fc.integer({ min: START - 2 * SESSION_MAX_AGE_MS, max: START }),
    lastSeenAt: fc.integer({ min: START - 2 * SESSION_IDLE_MS, max: START }),
    events: fc.nat({ max: SESSION_MAX_EVENTS + 10 }),
  });

  it('ends for exactly these reasons, and is handed back as it is where none holds', () => {
    fc.assert(
      fc.property(any, (current) => {
        const rotation = rotate(current, START);
        const reasons = {
          idle: START - current.lastSeenAt >= SESSION_IDLE_MS,
          age: START - current.startedAt >= SESSION_MAX_AGE_MS,
          events: current.events >= SESSION_MAX_EVENTS,
        };
        if (rotation.rotated) expect(reasons[rotation.reason]).toBe(true);
        else {
          expect(Object.values(reasons)).toEqual([false, false, false]);
          expect(rotation.session).toBe(current);
        }
      }),
    );
  });

  it('is followed by one that does not end at once, and is another', () => {
    fc.assert(
      fc.property(any, (current) => {
        const rotation = rotate(current, START);
        if (!rotation.rotated) return;
        expect(rotation.session.id).toBe(nextId(current.id));
        expect(rotate(rotation.session, START).rotated).toBe(false);
      }),
    );
  });
});
