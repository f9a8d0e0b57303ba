import { describe, expect, it } from 'vitest';
import { memoryHotSessions } from '../../src/adapters/memory/memoryHotSessions.ts';
import type { BrowserId, SessionId } from '../../src/domain/ids.ts';
import { SESSION_IDLE_MS } from '../../src/domain/sessions/session.ts';
import { hotSession, hotSessionsContract, visitOf } from './hotSessions.contract.ts';

const START = 1_795_348_800_000;

hotSessionsContract('memory', async () => {
  let hotSessions = memoryHotSessions();
  return {
    hotSessions: {
      visit: (visit) => hotSessions.visit(visit),
      change: (change) => hotSessions.change(change),
      active: (...args) => hotSessions.active(...args),
      held: (named) => hotSessions.held(named),
      erase: (person) => hotSessions.erase(person),
      close: () => hotSessions.close(),
    },
    startMs: () => START,
    clear: async () => {
      hotSessions = memoryHotSessions();
    },
    close: () => hotSessions.close(),
  };
});

describe('hot sessions in memory', () => {
  const session = hotSession({ startedAt: START, lastSeenAt: START });

  it('forget a session after 30 idle minutes of the clock that comes with each call', async () => {
    const hotSessions = memoryHotSessions();
    await hotSessions.visit(visitOf(session, START, { create: session }));
    const later = START + SESSION_IDLE_MS - 1;
    expect(await hotSessions.visit(visitOf(session, later))).toMatchObject({ outcome: 'hit' });
    expect(await hotSessions.visit(visitOf(session, later + SESSION_IDLE_MS))).toEqual({ outcome: 'miss' });
  });

  it('do not forget those who are seen while thousands come and go', async () => {
    const hotSessions = memoryHotSessions();
    await hotSessions.visit(visitOf(session, START, { create: session }));
    let nowMs = START;
    for (let index = 0; index < 3_000; index++) {
      nowMs += 1_000;
      const passing = hotSession({
        browser: `b${index}` as BrowserId,
        id: `s${index}` as SessionId,
        lastSeenAt: nowMs,
      });
      await hotSessions.visit(visitOf(passing, nowMs, { create: passing }));
      if (index % 60 === 0) await hotSessions.visit(visitOf(session, nowMs));
    }
    expect(await hotSessions.visit(visitOf(session, nowMs))).toMatchObject({ outcome: 'hit' });
    const { anonymous } = await hotSessions.active(session.site, nowMs - SESSION_IDLE_MS, nowMs);
    expect(anonymous).toBe(SESSION_IDLE_MS / 1_000 + 2);
  });
});
