import type { HotSession } from '../../domain/sessions/session.ts';
import { SESSION_IDLE_MS } from '../../domain/sessions/session.ts';
import type { HotSessions, Visit } from '../../ports/HotSessions.ts';
import { TOUCH_AFTER_MS } from '../../ports/HotSessions.ts';

/** What names a session, and when that is asked. */
type Named = Pick<Visit, 'site' | 'browser' | 'sessionId' | 'nowMs'>;

interface Entry {
  session: HotSession;
  enqueuedAt: number;
}

/** How many visits pass between two sweeps of what has expired. */
const SWEEP_EVERY = 1_000;

/** Hot sessions in this process: for `npm start` without Redis, and tests. Time comes with each call. */
export const memoryHotSessions = (): HotSessions => {
  const entries = new Map<string, Entry>();
  const anonymous = new Map<string, number>();
  const customers = new Map<string, number>();
  let visits = 0;

  const keyOf = (visit: Named): string => `${visit.site}\n${visit.browser}\n${visit.sessionId}`;

  const sweep = (nowMs: number): void => {
    const oldest = nowMs - SESSION_IDLE_MS;
    for (const [key, entry] of entries) if (entry.session.lastSeenAt <= oldest) entries.delete(key);
    for (const seen of [anonymous, customers]) {
      for (const [member, at] of seen) if (at <= oldest) seen.delete(member);
    }
  };

  const live = (visit: Named): Entry | undefined => {
    const entry = entries.get(keyOf(visit));
    return entry && entry.session.lastSeenAt + SESSION_IDLE_MS > visit.nowMs ? entry : undefined;
  };

  return {
    visit: async (visit) => {
      visits += 1;
      if (visits % SWEEP_EVERY === 0) sweep(visit.nowMs);
      const found = live(visit);
      const before = found?.session ?? visit.create;
      if (before === undefined) return { outcome: 'miss' };
      const enqueuedAt = found?.enqueuedAt ?? visit.nowMs;
      const touchDue = !visit.enqueues && found !== undefined && visit.nowMs - enqueuedAt >= TOUCH_AFTER_MS;
      const session: HotSession = {
        ...before,
        lastSeenAt: Math.max(before.lastSeenAt, visit.nowMs),
        pageViews: before.pageViews + visit.pageViews,
        events: before.events + visit.events,
      };
      entries.set(keyOf(visit), {
        session,
        enqueuedAt: visit.enqueues || touchDue ? visit.nowMs : enqueuedAt,
      });
      if (visit.active) {
        const browser = `${visit.site}\n${visit.browser}`;
        if (session.customerId === undefined) anonymous.set(browser, visit.nowMs);
        else {
          anonymous.delete(browser);
          customers.set(`${visit.site}\n${session.visitor}`, visit.nowMs);
        }
      }
      return {
        outcome: found ? 'hit' : 'created',
        session,
        previousSeenAt: before.lastSeenAt,
        touchDue,
      };
    },
    change: async (change) => {
      const found = live(change);
      if (found === undefined) return { outcome: 'missing' };
      const { fromSecret } = change;
      if (fromSecret !== undefined && found.session.secret !== fromSecret) {
        return { outcome: 'differs', now: found.session };
      }
      const session: HotSession = { ...found.session, ...change.patch };
      entries.set(keyOf(change), { ...found, session });
      const browser = `${change.site}\n${change.browser}`;
      const seenAt = anonymous.get(browser);
      if (session.customerId !== undefined && seenAt !== undefined) {
        anonymous.delete(browser);
        customers.set(`${change.site}\n${session.visitor}`, seenAt);
      }
      return { outcome: 'changed' };
    },
    active: async (site, sinceMs) => {
      const seen = (members: Map<string, number>): string[] =>
        [...members]
          .filter(([member, at]) => member.startsWith(`${site}\n`) && at >= sinceMs)
          .map(([member]) => member.slice(site.length + 1));
      return { anonymous: seen(anonymous).length, customers: seen(customers) };
    },
    close: async () => {
      entries.clear();
    },
  };
};
